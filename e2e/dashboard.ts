import { rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { repositoryRoot, stackDir } from "@/e2e/stack";
import { type StartedScript, startScript } from "@/e2e/start-script";
import { freePort } from "@/lab/ports";
import { until } from "@/lab/until";

export interface StartedDashboard extends StartedScript {
  readonly url: string;
  readonly dataDir: string;
}

/** Room for a build, when the specs are run on changed sources without `npm test`. */
const START_TIMEOUT_MS = 180_000;

const counted = z.object({ clusters: z.array(z.object({ connections: z.number() })).min(1) });

/** All that a dashboard with this folder has printed. */
export function logOf(folder: string): string {
  return join(stackDir, `${folder}.log`);
}

/** `npm start` on a fleet file and a folder below the stack's; returns at once. */
export async function launchDashboard(fleetFile: string, folder: string): Promise<StartedDashboard> {
  const dataDir = join(stackDir, folder);
  const port = await freePort();
  const script = startScript(
    join(repositoryRoot, "lib/cli/run.mjs"),
    ["start"],
    join(repositoryRoot, "lib/cli/exit-with-parent.mjs"),
    {
      EVENKEEL_CONFIG: fleetFile,
      EVENKEEL_DATA_DIR: dataDir,
      EVENKEEL_ROLE: "all",
      DATABASE_URL: "",
      HOST: "127.0.0.1",
      PORT: String(port),
    },
    logOf(folder),
  );
  return { ...script, url: `http://127.0.0.1:${port}`, dataDir };
}

/** A dashboard, returned once every cluster has its first count. `keepsData`: it goes on with what the folder holds. */
export async function startDashboardProcess(
  fleetFile: string,
  folder: string,
  { keepsData = false } = {},
): Promise<StartedDashboard> {
  if (!keepsData) {
    for (const path of [join(stackDir, folder), logOf(folder)])
      rmSync(path, { recursive: true, force: true });
  }
  const dashboard = await launchDashboard(fleetFile, folder);
  const abort = new AbortController();
  void dashboard.exited.then((how) =>
    abort.abort(new Error(`the dashboard ended (${how}):\n${dashboard.output()}`)),
  );
  try {
    await until("first numbers on the dashboard", () => hasCountedAll(dashboard.url), {
      signal: abort.signal,
      everyMs: 250,
      timeoutMs: START_TIMEOUT_MS,
    });
  } catch (error) {
    await dashboard.stop();
    throw new Error(`${error instanceof Error ? error.message : error}\n${dashboard.output()}`, {
      cause: error,
    });
  }
  return dashboard;
}

async function hasCountedAll(url: string): Promise<boolean> {
  try {
    return counted.safeParse(await (await fetch(`${url}/api/v1/clusters`)).json()).success;
  } catch {
    return false;
  }
}
