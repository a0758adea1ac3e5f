import { type Lookup, settingsOf, type Unknown, unknownOf } from "../lookup";
import type { RuleFix, Setting, Severity } from "../model";
import type { TimeoutPath } from "../path";
import { notKnown } from "../words";

/** What a rule is about: it is told once for each of these, however many ways there are. */
export type RuleScope = "group" | "path" | "proxy" | "cluster";

export type Outcome =
  | { readonly state: "holds"; readonly sentence: string; readonly settings: readonly Setting[] }
  | {
      readonly state: "broken";
      readonly sentence: string;
      readonly consequence: string;
      readonly fix: RuleFix | null;
      readonly settings: readonly Setting[];
      /** Where this case weighs otherwise than the rule. */
      readonly severity?: Severity;
    }
  | { readonly state: "not-evaluated"; readonly sentence: string; readonly settings: readonly Setting[] };

export interface Rule {
  readonly id: string;
  /** The inequality in words. */
  readonly title: string;
  readonly severity: Severity;
  readonly scope: RuleScope;
  /** Where the inequality comes from. */
  readonly reference: { readonly title: string; readonly url: string | null };
  evaluate(path: TimeoutPath): Outcome;
}

export function holds(sentence: string, ...lookups: readonly Lookup[]): Outcome {
  return { state: "holds", sentence, settings: settingsOf(...lookups) };
}

interface Breach {
  readonly sentence: string;
  readonly consequence: string;
  readonly fix: RuleFix | null;
  readonly severity?: Severity;
}

export function broken(breach: Breach, ...lookups: readonly Lookup[]): Outcome {
  return { state: "broken", ...breach, settings: settingsOf(...lookups) };
}

/** Names what is missing among the inputs, and how to provide it. */
export function missing(...lookups: readonly Lookup[]): Outcome {
  return notEvaluated(notKnown(unknownOf(...lookups)), ...lookups);
}

export function notEvaluated(because: string, ...lookups: readonly Lookup[]): Outcome {
  return {
    state: "not-evaluated",
    sentence: `Not evaluated, because ${because}`,
    settings: settingsOf(...lookups),
  };
}

/** Who speaks in sentences. */
export function clientsOf(path: TimeoutPath): string {
  return path.group?.name ?? "the clients";
}

/** "the load balancer twemproxy-nlb": which of several it is, unless the way says so. */
export function named(path: TimeoutPath, what: string, lookup: Lookup): string {
  const subject = lookup.state === "unknown" ? null : lookup.setting.subject;
  return subject === null || subject === path.proxy ? what : `${what} ${subject}`;
}

export function isUnknown(lookup: Lookup): lookup is Unknown {
  return lookup.state === "unknown";
}
