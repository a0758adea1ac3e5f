import { killRecordedChildren, readProcessRecord } from "@/lab/process-record";

/**
 * Started by the supervisor with an IPC channel, in a session of its own. The channel closes when the
 * supervisor's process goes, however it goes; what it left running is then ended.
 */
const dir = process.argv[2] ?? "";
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
process.once("disconnect", () => {
  const record = readProcessRecord(dir);
  if (record !== null) killRecordedChildren(record);
  process.exit(0);
});
process.send?.("watching");
