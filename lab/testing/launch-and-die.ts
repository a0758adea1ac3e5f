import { writeSync } from "node:fs";
import { launchProcess } from "@/lab/supervised-process";

/** A lab that is killed after it has started a process and before it has told anybody: prints the pid, and dies. */
const [logPath = ""] = process.argv.slice(2);
const spec = { name: "sleeper", command: "sleep", args: ["60"], whenReady: async () => undefined };
writeSync(1, String(launchProcess(spec, logPath).pid));
process.kill(process.pid, "SIGKILL");
