import { parseArgs } from "node:util";

export interface SoakOptions {
  /** How long nothing is done to the fleet while verdicts are listened for. */
  readonly minutes: number;
  /** The control experiment runs meanwhile: a slow proxy under FIFO pools, which must change nothing. */
  readonly withFifoControl: boolean;
  /** Instead of all that: these scenarios in turn; empty: every one. Null: the soak. */
  readonly scenarios: readonly string[] | null;
}

export const USAGE = "npm run soak -- [--minutes 30] [--fifo-control] | --scenarios [--only lifo-drift,leak]";

/** Throws with the reason and the usage. */
export function readSoakOptions(args: readonly string[], known: readonly string[]): SoakOptions {
  const { values } = parse(args);
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes <= 1_440)) {
    throw new Error(`--minutes ${values.minutes}: allowed is more than 0, up to 1440\n${USAGE}`);
  }
  const only = values.only?.split(",").map((name) => name.trim()) ?? [];
  const unknown = only.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`--only ${unknown}: known are ${known.join(", ")}\n${USAGE}`);
  const isInTurn = values.scenarios || only.length > 0;
  return { minutes, withFifoControl: values["fifo-control"], scenarios: isInTurn ? only : null };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        minutes: { type: "string", default: "30" },
        "fifo-control": { type: "boolean", default: false },
        scenarios: { type: "boolean", default: false },
        only: { type: "string" },
      },
    });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}
