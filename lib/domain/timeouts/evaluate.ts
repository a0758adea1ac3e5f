import type { RuleFinding } from "./model";
import { pathsOf, type TimeoutPath } from "./path";
import type { Rule } from "./rules/rule";
import { RULES } from "./rules/table";
import type { TimeoutStack } from "./stack";

/**
 * Applies every rule to everything it is about. A rule about ways is told once for a group where all its proxies come
 * out the same. Pure: a changed value is tried out by assembling another stack.
 */
export function evaluateRules(stack: TimeoutStack): RuleFinding[] {
  const paths = pathsOf(stack);
  return RULES.flatMap((rule) => findingsOf(rule, paths));
}

function findingsOf(rule: Rule, paths: readonly TimeoutPath[]): RuleFinding[] {
  switch (rule.scope) {
    case "cluster":
      return paths.slice(0, 1).map((path) => find(rule, path, null));
    case "group":
      return firstOfEach(paths, (path) => path.group?.name ?? null).map((path) =>
        find(rule, path, path.group?.name ?? null),
      );
    case "proxy":
      return mergeAlike(
        firstOfEach(paths, ({ proxy }) => proxy).map((path) => find(rule, path, path.proxy)),
        null,
      );
    case "path":
      return firstOfEach(paths, (path) => path.group?.name ?? null).flatMap(({ group }) => {
        const ways = paths.filter((path) => path.group === group);
        return mergeAlike(
          ways.map((path) => find(rule, path, wayOf(path))),
          group?.name ?? null,
        );
      });
  }
}

function wayOf({ group, proxy }: TimeoutPath): string | null {
  if (proxy === null) return group?.name ?? null;
  return group === null ? proxy : `${group.name} via ${proxy}`;
}

/** Where all say the same, one says it for all. */
function mergeAlike(findings: readonly RuleFinding[], subject: string | null): RuleFinding[] {
  const [first] = findings;
  if (first === undefined) return [];
  const alike = findings.every(({ state, sentence }) => state === first.state && sentence === first.sentence);
  return alike ? [{ ...first, subject }] : [...findings];
}

function firstOfEach(
  paths: readonly TimeoutPath[],
  keyOf: (path: TimeoutPath) => string | null,
): TimeoutPath[] {
  const firsts = new Map<string | null, TimeoutPath>();
  for (const path of paths) {
    const key = keyOf(path);
    if (!firsts.has(key)) firsts.set(key, path);
  }
  return [...firsts.values()];
}

function find(rule: Rule, path: TimeoutPath, subject: string | null): RuleFinding {
  const outcome = rule.evaluate(path);
  const isBroken = outcome.state === "broken";
  return {
    rule: rule.id,
    subject,
    state: outcome.state,
    severity: (isBroken ? outcome.severity : undefined) ?? rule.severity,
    sentence: outcome.sentence,
    consequence: isBroken ? outcome.consequence : null,
    fix: isBroken ? outcome.fix : null,
    reference: rule.reference,
    settings: outcome.settings,
  };
}
