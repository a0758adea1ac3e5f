import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { isSameProcess } from "@/lab/process-identity";

const recordedProcess = z.object({
  name: z.string(),
  pid: z.number().int().positive(),
  identity: z.string(),
});
const processRecord = z.object({ owner: recordedProcess, children: z.array(recordedProcess) });

export type RecordedProcess = z.infer<typeof recordedProcess>;
/** Who started what in a folder, so that somebody else can end it when the owner no longer can. */
export type ProcessRecord = z.infer<typeof processRecord>;

const FILE_NAME = "processes.json";

/** Replaces the record in one step: a reader never sees half of it. */
export function writeProcessRecord(dir: string, record: ProcessRecord): void {
  const path = join(dir, FILE_NAME);
  writeFileSync(`${path}.new`, JSON.stringify(record));
  renameSync(`${path}.new`, path);
}

/** Null when there is no record, or none that makes sense. */
export function readProcessRecord(dir: string): ProcessRecord | null {
  try {
    return parseProcessRecord(JSON.parse(readFileSync(join(dir, FILE_NAME), "utf8")));
  } catch {
    return null;
  }
}

/** Null when it is not a record. */
export function parseProcessRecord(value: unknown): ProcessRecord | null {
  return processRecord.safeParse(value).data ?? null;
}

/** Kills those recorded children that still are what was recorded; returns them. */
export function killRecordedChildren(record: ProcessRecord): RecordedProcess[] {
  return record.children.filter((child) => {
    if (!isSameProcess(child)) return false;
    try {
      process.kill(child.pid, "SIGKILL");
      return true;
    } catch {
      return false;
    }
  });
}
