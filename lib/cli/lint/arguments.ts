import { parseArgs } from "node:util";

const FORMATS = ["text", "json", "sarif"] as const;
export type LintFormat = (typeof FORMATS)[number];

export interface LintArguments {
  /** Null: the one that the environment names, or evenkeel.yaml. */
  readonly fleetFile: string | null;
  readonly format: LintFormat;
  /** Where to write; null: to the standard output. */
  readonly output: string | null;
  /** Warnings fail too. */
  readonly isStrict: boolean;
}

export const LINT_USAGE = `evenkeel lint [fleet file] [--format text|json|sarif] [--output FILE] [--strict]

Reads a fleet file and the files that its clusters import (timeouts.import), puts the time-outs of all layers
together and says which of them disagree. Nothing is asked of a network or a server, and no secret is read.

  fleet file        default: EVENKEEL_CONFIG, or ./evenkeel.yaml
  --format FORMAT   text (default), json, or sarif (SARIF 2.1.0, for code scanning)
  --output FILE     write there instead of to the standard output
  --strict          broken warnings fail, too

Exit code: 0 nothing critical is broken, 1 a critical rule is broken, 2 a file cannot be read or understood.`;

export type ParsedArguments =
  | { readonly state: "ok"; readonly given: LintArguments }
  | { readonly state: "help" }
  | { readonly state: "refused"; readonly message: string };

export function parseLintArguments(args: readonly string[]): ParsedArguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: "string", default: "text" },
        output: { type: "string" },
        strict: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) return { state: "help" };
    if (positionals.length > 1) return refused(`one fleet file at a time, found ${positionals.length}`);
    const format = FORMATS.find((known) => known === values.format);
    if (format === undefined)
      return refused(`"${values.format}" is not a format (allowed: ${FORMATS.join(", ")})`);
    return {
      state: "ok",
      given: {
        fleetFile: positionals[0] ?? null,
        format,
        output: values.output ?? null,
        isStrict: values.strict,
      },
    };
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
}

function refused(message: string): ParsedArguments {
  return { state: "refused", message };
}
