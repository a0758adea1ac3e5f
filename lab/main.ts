import { parseArgs } from "node:util";
import { readLateness } from "@/lab/aws/lateness";
import { poolOrder } from "@/lab/clients/messages";
import { readLabPort } from "@/lab/lab-port";
import { startLab } from "@/lab/start";

/**
 * `npm run lab [-- --dir FOLDER --pool-order lifo|fifo --aws-lateness 60-180]`: the fleet until Ctrl-C; the lateness is of
 * CloudWatch's points, in seconds. A parent with an IPC channel is told `{ state: "ready", fleetFile, controlUrl }`, and its end is the lab's.
 */
const abandon = () => process.exit(130);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, abandon);
process.once("disconnect", abandon);
// Undefined without a parent that has a channel; false when that one went before this line was reached.
if (process.connected === false) abandon();

try {
  const options = {
    dir: { type: "string" },
    "pool-order": { type: "string", default: "lifo" },
    "aws-lateness": { type: "string", default: "60-180" },
  } as const;
  const { dir, "pool-order": order, "aws-lateness": late } = parseArgs({ options }).values;
  const parsedOrder = poolOrder.safeParse(order);
  if (!parsedOrder.success)
    throw new Error(`--pool-order ${order}: allowed are ${poolOrder.options.join(", ")}`);
  const controlPort = readLabPort();
  const lab = await startLab({
    onProgress: (line) => console.log(line),
    poolOrder: parsedOrder.data,
    lateness: readLateness(late),
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
  process.exit(1);
}
