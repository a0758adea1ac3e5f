import { describe, expect, it } from "vitest";
import { readSources, type SourceFile } from "./source-files";

const THIS_FILE = "lib/cli/checks/house-rules.test.ts";
const sources = readSources(/\.(ts|tsx|mjs)$/).filter(({ path }) => path !== THIS_FILE);

interface HouseRule {
  readonly rule: string;
  readonly isBroken: (file: SourceFile) => boolean;
}

const outside = (folders: RegExp, pattern: RegExp) => (file: SourceFile) =>
  !folders.test(file.path) && pattern.test(file.text);

/**
 * Lab, benchmarks and browser tests stand outside: they configure the programs that they start. In instrumentation.ts the
 * bundler replaces the one variable by its text.
 */
const RULES: readonly HouseRule[] = [
  {
    rule: "the environment is read in lib/config alone",
    isBroken: outside(
      /^((lib\/config|lab|bench|e2e)\/|instrumentation\.ts$)/,
      /\bprocess\.env\b|\{ env \} from "(node:)?process"/,
    ),
  },
  {
    rule: "domain and present know neither clock nor chance",
    isBroken: ({ path, text }) =>
      /^lib\/(domain|present)\//.test(path) &&
      !path.includes(".test.") &&
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(|\bprocess\.(env|pid|hrtime|uptime|cwd)\b/.test(
        text,
      ),
  },
  { rule: "no SQL is put together from text", isBroken: outside(/^$/, /\$(queryRaw|executeRaw)Unsafe\b/) },
  {
    rule: "no test is skipped or run alone",
    isBroken: outside(/^$/, /\b(it|test|describe)\.(skip|only|todo)\b/),
  },
  { rule: "nothing is left for later", isBroken: outside(/^$/, /\b(TODO|FIXME|XXX)\b/) },
  { rule: "no file has more than 400 lines", isBroken: ({ text }) => text.split("\n").length > 401 },
  {
    rule: "file names are kebab-case and say what is inside",
    isBroken: ({ path }) => {
      const name = path.split("/").at(-1) ?? "";
      return (
        /[A-Z_]/.test(name) ||
        /(^|[-.])(utils?|helpers?|managers?|services?|common|misc)([-.]|$)/.test(name.replace(/\.\w+$/, ""))
      );
    },
  },
];

describe("house rules", () => {
  it.each(RULES)("$rule", ({ isBroken }) => {
    expect(sources.filter(isBroken).map(({ path }) => path)).toEqual([]);
  });
});
