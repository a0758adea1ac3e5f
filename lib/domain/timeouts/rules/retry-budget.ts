import { type CountLookup, type DurationLookup, limitMs, type WordLookup } from "../lookup";
import type { TimeoutPath } from "../path";
import { inMs, saidMs } from "../words";
import { clientFix } from "./fix-code";
import { REFERENCES } from "./references";
import { broken, clientsOf, holds, missing, type Rule } from "./rule";

/** Beyond it the sum is beyond any deadline. */
const MOST_RETRIES = 1000;

interface RetryInputs {
  readonly wait: DurationLookup;
  readonly command: DurationLookup;
  readonly scope: WordLookup;
  readonly retries: CountLookup;
  readonly base: DurationLookup;
  readonly cap: DurationLookup;
}

function inputsOf(path: TimeoutPath): RetryInputs {
  return {
    wait: path.duration("pool", "maxWait"),
    command: path.duration("client", "commandTimeout"),
    scope: path.word("client", "commandTimeoutScope"),
    retries: path.count("client", "retries"),
    base: path.duration("client", "backoffBase"),
    cap: path.duration("client", "backoffCap"),
  };
}

/** How often a command is tried: once where one timer spans all tries. Null: not known. */
function triesOf({ scope, retries }: RetryInputs): number | null {
  if (scope.state === "word" && scope.word === "total") return 1;
  switch (retries.state) {
    case "count":
      if (retries.count === 0) return 1;
      // How often is known; whether each try has the whole timeout is not.
      return scope.state === "unknown" ? null : Math.min(MOST_RETRIES, retries.count) + 1;
    case "infinite":
      return scope.state === "unknown" ? null : Number.POSITIVE_INFINITY;
    case "unset":
      return 1;
    case "unknown":
      return null;
  }
}

/** Σ min(cap, base × 2^i) over the pauses between tries; jitter counts as its largest. Null: not known. */
function backoffMs(tries: number, { base, cap }: RetryInputs): number | null {
  if (tries <= 1) return 0;
  const baseMs = base.state === "unset" ? 0 : limitMs(base);
  if (baseMs === null) return null;
  if (baseMs === 0) return 0;
  const capMs = limitMs(cap);
  if (capMs === null || tries === Number.POSITIVE_INFINITY) return null;
  let sum = 0;
  for (let pause = 0; pause < tries - 1; pause++) sum += Math.min(capMs, baseMs * 2 ** Math.min(pause, 40));
  return sum;
}

export const retryBudgetWithinDeadline: Rule = {
  id: "retry-budget-within-deadline",
  title: "pool wait + Σ(command timeout + backoff) ≤ request deadline",
  severity: "warning",
  scope: "group",
  reference: REFERENCES.retries,
  evaluate(path) {
    const deadline = path.duration("request", "deadline");
    const inputs = inputsOf(path);
    const { wait, command, scope, retries, base, cap } = inputs;
    const deadlineMs = limitMs(deadline);
    if (deadlineMs === null) return missing(deadline, wait, command, retries);
    const all = [deadline, wait, command, scope, retries, base, cap] as const;
    const [waitMs, commandMs, tries] = [limitMs(wait), limitMs(command), triesOf(inputs)];
    const pausesMs = tries === null ? null : backoffMs(tries, inputs);
    // What is known is a lower bound: if it alone is too long, the rest does not matter.
    const atLeastMs = (waitMs ?? 0) + (tries ?? 1) * (commandMs ?? 0) + (pausesMs ?? 0);
    const isWhole = waitMs !== null && commandMs !== null && tries !== null && pausesMs !== null;
    if (atLeastMs <= deadlineMs) {
      if (!isWhole) {
        if (tries === null) return missing(wait, command, scope, retries);
        return missing(wait, command, ...(tries > 1 ? [base, cap] : []));
      }
      return holds(
        `${clientsOf(path)}: waiting and trying takes ${inMs(atLeastMs)} at most, the request may take ${saidMs(deadline)}`,
        ...all,
      );
    }
    const parts = [
      ...(waitMs === null || waitMs === 0 ? [] : [`${saidMs(wait)} waiting for a connection`]),
      `${triesInWords(tries)}${saidMs(command)} for an answer`,
      ...(pausesMs === null || pausesMs === 0 ? [] : [`${inMs(pausesMs)} of backoff`]),
    ];
    const total = atLeastMs === Number.POSITIVE_INFINITY ? "without end" : inMs(atLeastMs);
    return broken(
      {
        sentence: `${clientsOf(path)}: ${parts.join(" + ")} = ${total}, but the request has ${saidMs(deadline)}`,
        consequence:
          tries === null || tries === 1
            ? `The caller has gone after ${inMs(deadlineMs)} while the client still waits: its threads and connections are held for nobody.`
            : `The caller has gone after ${inMs(deadlineMs)} while the client still retries: the load of retries comes on top just when Redis is slow.`,
        fix: retryFix(path, deadlineMs, inputs),
      },
      ...all,
    );
  },
};

function triesInWords(tries: number | null): string {
  if (tries === null || tries === 1) return "";
  return tries === Number.POSITIVE_INFINITY ? "endless tries of " : `${tries} tries of `;
}

function retryFix(path: TimeoutPath, deadlineMs: number, inputs: RetryInputs) {
  const waitMs = limitMs(inputs.wait) ?? 0;
  const commandMs = limitMs(inputs.command) ?? 0;
  if (waitMs >= deadlineMs) {
    const ms = Math.max(1, Math.floor(deadlineMs / 2));
    return clientFix(path, `Bound the pool's wait well below the deadline: ${inMs(ms)}`, {
      set: "max-wait",
      ms,
    });
  }
  const left = deadlineMs - waitMs;
  const tries = triesOf(inputs) ?? 1;
  if (commandMs <= left && tries > 1) {
    const fits = Array.from({ length: Math.min(tries, 20) }, (_, index) => index).filter(
      (retries) => (retries + 1) * commandMs + (backoffMs(retries + 1, inputs) ?? 0) <= left,
    );
    const most = fits.at(-1) ?? 0;
    return clientFix(path, `Retry ${most} times at most, or shorten the command timeout`, {
      set: "retries",
      count: most,
    });
  }
  const ms = Math.max(1, Math.floor(left / 2));
  return clientFix(path, `Set a command timeout of ${inMs(ms)}, half of what is left of the request`, {
    set: "command-timeout",
    ms,
  });
}
