import type { RemedyStep } from "@/lib/contract/skew";

/** Commands that change a server when they are run. */
const ACTING = /^\s*(?:redis-cli\b.*\s)?(?:CLIENT\s+(?:KILL|NO-EVICT|PAUSE)|CONFIG\s+SET)\b/im;

/** What stands around a step's code: how its copy is called, and that a command is never run from here. */
export function stepWords(step: Pick<RemedyStep, "title" | "library" | "code" | "cost">): {
  readonly copyLabel: string;
  readonly caution: string | null;
} {
  const acts = step.code !== null && ACTING.test(step.code);
  const said = step.cost !== null && /never run by evenkeel/i.test(step.cost);
  return {
    copyLabel: step.library === null ? step.title : `${step.title}, ${step.library}`,
    caution: acts && !said ? "To copy: never run by Evenkeel." : null,
  };
}
