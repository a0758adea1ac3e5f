import { itemsAt, nodeAt } from "./yaml-lookup";
import type { YamlNode } from "./yaml-tree";

/** How long a preStop hook waits. `none`: there is no hook. `unread`: a hook, and how long it takes does not stand there. */
export type PreStop =
  | { readonly kind: "none" }
  | { readonly kind: "sleep"; readonly ms: number; readonly line: number }
  | { readonly kind: "unread"; readonly line: number; readonly reason: string };

const UNIT_MS: Readonly<Record<string, number>> = {
  "": 1000,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const MAX_MS = 7 * 86_400_000;

/**
 * `lifecycle` of a container: `exec` of sleep or of a shell line with sleeps in it, or the action `sleep` (Kubernetes 1.29,
 * https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/). What else a line does takes time that is not known.
 */
export function preStopOf(container: YamlNode): PreStop {
  const hook = nodeAt(container, "lifecycle", "preStop");
  if (hook === null || (hook.kind === "scalar" && hook.isNull)) return { kind: "none" };
  const native = nodeAt(hook, "sleep", "seconds");
  if (native?.kind === "scalar") {
    const text = native.text.trim();
    if (!/^\d{1,9}$/.test(text)) return unread(native, "a whole number of seconds is expected");
    return sleepOf(Number(text) * 1000, native);
  }
  const command = nodeAt(hook, "exec", "command");
  if (command === null)
    return unread(hook, "how long this preStop hook takes does not stand in the manifest");
  const words = itemsAt(hook, "exec", "command").map((word) => (word.kind === "scalar" ? word.text : ""));
  const sleeps = sleepsIn(words);
  if (sleeps === null)
    return unread(command, "this preStop command sleeps for a time that is worked out when it runs");
  if (sleeps.length === 0)
    return unread(command, "how long this preStop command takes does not stand in the manifest");
  return sleepOf(
    sleeps.reduce((sum, ms) => sum + ms, 0),
    command,
  );
}

/** Null: a sleep whose length is put together, or that is repeated. */
function sleepsIn(words: readonly string[]): readonly number[] | null {
  const [program = "", ...rest] = words;
  if (/^(\/(usr\/)?bin\/)?sleep$/.test(program)) return sum(rest);
  if (!/(^|\/)(ba|da|a|z)?sh$/.test(program) && !/(^|\/)(env|tini|busybox|timeout)$/.test(program)) return [];
  if (/(^|\/)busybox$/.test(program) && rest[0] === "sleep") return sum(rest.slice(1));
  const line = (rest.at(-1) ?? "").slice(0, 10_000);
  if (!/\bsleep\b/.test(line)) return [];
  // How often a loop turns, and how long a variable is, the line does not say.
  if (/\b(while|until|for)\b/.test(line)) return null;
  const commands = line.split(/&&|\|\||[;&|\n()]/).map((part) => part.trim());
  const sleeps = commands.flatMap((part) => {
    const [, amounts] = /^(?:exec\s+|then\s+|do\s+)?(?:\/(?:usr\/)?bin\/)?sleep\s+(.*)$/.exec(part) ?? [];
    return amounts === undefined ? [] : [sum(amounts.trim().split(/\s+/))];
  });
  if (sleeps.length === 0 || sleeps.includes(null)) return null;
  return sleeps.flatMap((sleep) => sleep ?? []);
}

/** GNU and BusyBox add up: `sleep 1m 30s`. */
function sum(amounts: readonly string[]): readonly number[] | null {
  const each = amounts.map((amount) => {
    const [, number, unit = ""] = /^["']?(\d{1,9}(?:\.\d{1,6})?)([smhd]?)["']?$/.exec(amount) ?? [];
    return number === undefined ? null : Number(number) * (UNIT_MS[unit] ?? 0);
  });
  return each.length === 0 || each.includes(null) ? null : each.flatMap((ms) => ms ?? []);
}

function sleepOf(ms: number, node: YamlNode): PreStop {
  return ms > MAX_MS ? unread(node, "this is more than a week") : { kind: "sleep", ms, line: node.line };
}

function unread(node: YamlNode, reason: string): PreStop {
  return { kind: "unread", line: node.line, reason };
}
