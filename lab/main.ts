import { parseArgs } from "node:util";
import { readLabPort } from "@/lab/lab-port";
import { startLab } from "@/lab/start";

/** `npm run lab [-- --dir FOLDER]`: the fleet until Ctrl-C. A parent with an IPC channel is told `{ state: "ready", fleetFile, … }`. */
const abandon = () => process.exit(130);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, abandon);
process.once("disconnect", abandon);

try {
  const { dir } = parseArgs({ options: { dir: { type: "string" } } }).values;
  const controlPort = readLabPort();
  const lab = await startLab({
    onProgress: (line) => console.log(line),
    ...(dir === undefined ? {} : { dir }),
    ...(controlPort === null ? {} : { controlPort }),
  });
  const stop = async () => {
    await lab.stop();
    process.exit(0);
  };
  process.removeListener("disconnect", abandon);
  process.once("disconnect", stop);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.removeListener(signal, abandon);
    process.once(signal, stop);
  }
  console.log(`control: ${lab.controlUrl} (scenarios, and /truth: what was really done)`);
  console.log(`The lab runs; its fleet file is ${lab.fleetFile}. Ctrl-C ends it.`);
  process.send?.({ state: "ready", fleetFile: lab.fleetFile, controlUrl: lab.controlUrl });
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
