import { rmSync } from "node:fs";
import { ownVariables } from "../../config/own-variables.mjs";
import { dashboardUrl, startDashboard } from "../dashboard.mjs";
import { untilFirstNumbers } from "../first-numbers.mjs";
import { findPort } from "../free-port.mjs";
import { startLab } from "../lab-process.mjs";
import { inRepository } from "../paths.mjs";
import { stopChildren } from "../processes.mjs";
import { bundlePrograms } from "../setup/bundles.mjs";
import { buildDashboard } from "../setup/dashboard-build.mjs";
import { installPrograms } from "../setup/install-programs.mjs";
import { preflight, prepareSources } from "../setup/prepare.mjs";
import { labPrograms } from "../setup/programs.mjs";
import { headline, step } from "../terminal/progress.mjs";
import { untilStopped } from "../until-stopped.mjs";

const FLEET_FILE = inRepository(".lab/evenkeel.yaml");
const DATA_DIR = inRepository(".lab/data");

/** A demonstration stands on its own: not on this machine's database, fleet or role. */
const VARIABLES = {
  EVENKEEL_ROLE: "all",
  DATABASE_URL: "",
  EVENKEEL_CONFIG: FLEET_FILE,
  EVENKEEL_DATA_DIR: DATA_DIR,
};

/** The lab fleet and the dashboard on it, until Ctrl-C. */
export async function run() {
  headline("Evenkeel demo: a real fleet on this machine, and the dashboard on it");
  await prepareSources();
  // The fleet file is the lab's, and not written yet: only the environment is looked at.
  const missing = inRepository(".lab/none.yaml");
  const { environment } = await preflight({ ...ownVariables, ...VARIABLES, EVENKEEL_CONFIG: missing });
  const { host } = environment;
  const port = await findPort(host, environment.port, "npm run demo");
  await installPrograms(labPrograms());
  await bundlePrograms();
  await buildDashboard();

  const stopped = untilStopped().then(() => null);
  try {
    const ended = await Promise.race([stopped, runBoth(host, port)]);
    if (ended === null) console.log("\nStopping.");
    else console.error(ended);
    return ended === null ? 0 : 1;
  } finally {
    await stopChildren();
  }
}

/**
 * Starts the fleet, then the dashboard; resolves when one of them ends by itself, with the reason.
 * @param {string} host
 * @param {number} port
 */
async function runBoth(host, port) {
  const lab = await step("starting the fleet: redis-server, haproxy, twemproxy, clients", () => startLab());
  rmSync(DATA_DIR, { recursive: true, force: true });
  const dashboard = await step("starting the dashboard", () =>
    startDashboard({ host, port, variables: VARIABLES }),
  );
  await step("waiting for the first numbers", () => untilFirstNumbers(host, port));
  console.log(`\nEvenkeel is ready: ${dashboardUrl(host, port)}  (Ctrl-C stops everything)`);
  return Promise.race([
    lab.exited.then((how) => `The fleet has ended (${how}).\n${lab.output()}`),
    dashboard.exited.then((how) => `The dashboard has ended (${how}).`),
  ]);
}
