import { dashboardUrl, startDashboard } from "../dashboard.mjs";
import { findPort } from "../free-port.mjs";
import { inRepository } from "../paths.mjs";
import { stopChildren } from "../processes.mjs";
import { bundlePrograms } from "../setup/bundles.mjs";
import { buildDashboard } from "../setup/dashboard-build.mjs";
import { preflight, prepareSources } from "../setup/prepare.mjs";
import { runVisibly } from "../terminal/quiet-run.mjs";
import { untilStopped } from "../until-stopped.mjs";

/** The dashboard on the fleet file; with EVENKEEL_ROLE=collector the collector alone. */
export async function run() {
  await prepareSources();
  const { environment, fleetState } = await preflight();
  const { host, role } = environment;
  const port = role === "collector" ? 0 : await findPort(host, environment.port, "npm start");
  await bundlePrograms();
  if (role === "collector") return runVisibly(process.execPath, [inRepository("dist/collector.mjs")]);

  await buildDashboard();
  const stopped = untilStopped().then(() => null);
  try {
    const ended = await Promise.race([stopped, serve({ ...environment, port }, fleetState)]);
    if (ended !== null) console.error(ended);
    return ended === null ? 0 : 1;
  } finally {
    await stopChildren();
  }
}

/**
 * Starts the dashboard; resolves when it ends by itself, with the reason.
 * @param {{ host: string, port: number, fleetPath: string }} environment
 * @param {"ok" | "missing"} fleetState
 */
async function serve({ host, port, fleetPath }, fleetState) {
  const dashboard = await startDashboard({ host, port });
  const fleet =
    fleetState === "ok"
      ? `fleet file ${fleetPath}`
      : `no fleet file at ${fleetPath} yet: the page shows how to write one`;
  console.log(`Evenkeel is ready: ${dashboardUrl(host, port)}  (${fleet}; Ctrl-C stops it)`);
  return `The dashboard has ended (${await dashboard.exited}).`;
}
