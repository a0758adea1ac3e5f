import { EXPECTATIONS } from "@/lab/soak/expectations";
import { runScenarios } from "@/lab/soak/run-scenarios";
import { runSoak } from "@/lab/soak/run-soak";
import { readSoakOptions } from "@/lab/soak/soak-options";

/** `npm run soak`: ends with 1 when a false verdict was said, with 130 when it was broken off. */
const abort = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => abort.abort());
const log = (line: string) => console.log(line);

try {
  const known = EXPECTATIONS.map(({ scenario }) => scenario);
  const { minutes, withFifoControl, scenarios } = readSoakOptions(process.argv.slice(2), known);
  const run = { log, signal: abort.signal };
  const wrong = await (scenarios === null
    ? runSoak({ ...run, minutes, withFifoControl })
    : runScenarios({ ...run, only: scenarios }));
  process.exit(abort.signal.aborted ? 130 : wrong > 0 ? 1 : 0);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
