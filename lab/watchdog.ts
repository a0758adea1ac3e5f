import { rmSync } from "node:fs";
import {
  killRecordedChildren,
  type ProcessRecord,
  parseProcessRecord,
  readProcessRecord,
} from "@/lab/process-record";

/**
 * Started by the supervisor with an IPC channel, in a session of its own. The channel closes when the
 * supervisor's process goes, however it goes; what it left running is then ended.
 */
const dir = process.argv[2] ?? "";
/** As the supervisor last told it: the folder may be gone by the time that it matters. */
let told: ProcessRecord | null = null;
process.on("message", (message) => {
  told = parseProcessRecord(message);
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
process.once("disconnect", () => setImmediate(endAll));
// Gone while we were loading: nobody heard the event, and what was told waits for a listener.
if (process.connected) process.send?.("watching");
else setImmediate(endAll);

function endAll(): never {
  for (const record of [told, readProcessRecord(dir)]) if (record !== null) killRecordedChildren(record);
  if (process.argv[3] === "temporary") rmSync(dir, { recursive: true, force: true });
  process.exit(0);
}
