import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Lab, startLab } from "@/lab/start";
import { superviseChild } from "@/lib/collect/supervise-child";
import { childVariables } from "@/lib/config/environment";
import { openStore, type Store } from "@/lib/store/client";
import { startEmbedded } from "@/lib/store/embedded";
import { migrate } from "@/lib/store/migrate";

/** The lab, and the dashboard without its pages: the embedded database and the collector as they are shipped. */
export interface Stack {
  readonly lab: Lab;
  readonly store: Store;
  readonly stop: () => Promise<void>;
}

/** Everything in a folder of its own, which is removed at the end. Needs dist/collector.mjs and dist/embedded.mjs. */
export async function startStack(log: (line: string) => void): Promise<Stack> {
  const dir = mkdtempSync(join(tmpdir(), "evenkeel-soak-"));
  const endings: (() => Promise<void>)[] = [
    async () => rmSync(dir, { recursive: true, force: true, maxRetries: 3 }),
  ];
  const stop = async () => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    const lab = await startLab({ dir: join(dir, "lab"), controlPort: 0, onProgress: () => undefined });
    endings.push(lab.stop);
    const dataDir = join(dir, "data");
    const database = await startEmbedded({ dataDir, port: null, onProblem: log });
    endings.push(database.stop);
    const store = openStore(database.address);
    endings.push(store.close);
    await migrate(store);
    const variables = childVariables({
      EVENKEEL_DATABASE: database.address,
      EVENKEEL_CONFIG: lab.fleetFile,
      EVENKEEL_DATA_DIR: dataDir,
    });
    const collector = superviseChild({ entry: join(process.cwd(), "dist", "collector.mjs"), variables, log });
    endings.push(collector.stop);
    return { lab, store, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
