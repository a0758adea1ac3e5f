import { loadavg } from "node:os";
import { controlScenario } from "@/lab/soak/control";
import { describeSkew, listen } from "@/lab/soak/listen";
import { isHarmless, type SaidVerdict } from "@/lab/soak/said-verdicts";
import { startStack } from "@/lab/soak/start-stack";
import { tableOfSaid } from "@/lab/soak/verdict-tables";

export interface SoakRun {
  readonly minutes: number;
  readonly withFifoControl: boolean;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Lets the fleet run with nothing done to it, prints what was said, and returns how much of it was false. */
export async function runSoak({ minutes, withFifoControl, log, signal }: SoakRun): Promise<number> {
  const stack = await startStack(log);
  try {
    if (withFifoControl) await controlScenario(stack.lab, "POST", "fifo-control");
    log(`listening for ${minutes} minutes${withFifoControl ? ", with fifo-control running" : ""}`);
    const said = await listen(stack, {
      forMs: minutes * 60_000,
      signal,
      onMinute: async (minute, soFar) => {
        const [load = 0] = loadavg();
        const skew = await describeSkew(stack);
        log(`${minute} min, load ${load.toFixed(1)}, false so far: ${countFalse(soFar)}; ${skew}`);
      },
    });
    log(`\n${tableOfSaid(said, Date.now())}\n\nFalse verdicts: ${countFalse(said)}`);
    return countFalse(said);
  } finally {
    await stack.stop();
  }
}

function countFalse(said: readonly SaidVerdict[]): number {
  return said.filter(({ verdict }) => !isHarmless(verdict)).length;
}
