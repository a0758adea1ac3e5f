import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { BenchRow } from "./measure";

/** Bytes a tracked connection takes, measured in a process of its own that can collect its garbage. */
export function measureMemory(connections: number): BenchRow[] {
  const probe = fileURLToPath(new URL("./ledger-memory-probe.ts", import.meta.url));
  const child = spawnSync(process.execPath, ["--expose-gc", "--import", "tsx", probe, String(connections)], {
    encoding: "utf8",
  });
  if (child.status !== 0) throw new Error(`the memory probe failed: ${child.stderr}`);
  const { ledgerBytes, objectBytes }: { ledgerBytes: number; objectBytes: number } = JSON.parse(child.stdout);
  return [
    {
      name: "memory a tracked connection",
      value: ledgerBytes / connections,
      unit: "bytes",
      against: { name: "Map of objects", value: objectBytes / connections },
    },
  ];
}
