import {
  asCount,
  asDuration,
  asFlag,
  asWord,
  type CountLookup,
  type DurationLookup,
  type FlagLookup,
  type KeysOf,
  type Lookup,
  limitMs,
  type Unknown,
  type WordLookup,
} from "./lookup";
import type { Layer, Setting, SettingSource } from "./model";
import { GROUP_LAYERS, PRECEDENCE, type StackGroup, type TimeoutStack } from "./stack";

/** One way through the layers: client group → load balancer → proxy → network → server. */
export interface TimeoutPath {
  readonly stack: TimeoutStack;
  /** Null: no group is known. */
  readonly group: StackGroup | null;
  /** Null: clients go straight to the nodes. */
  readonly proxy: string | null;
  duration<L extends Layer>(layer: L, key: KeysOf<L, "duration">): DurationLookup;
  count<L extends Layer>(layer: L, key: KeysOf<L, "count">): CountLookup;
  flag<L extends Layer>(layer: L, key: KeysOf<L, "flag">): FlagLookup;
  word<L extends Layer>(layer: L, key: KeysOf<L, "word">): WordLookup;
}

/** Where a proxy's settings are known by other names only: a configuration names frontends, not machines. */
const UNNAMED_PROXY = "the proxy";

/** Every group over every proxy; at least one way. */
export function pathsOf(stack: TimeoutStack): TimeoutPath[] {
  const hasProxySettings = stack.settings.some(({ layer }) => layer === "proxy");
  const unnamed = hasProxySettings ? [UNNAMED_PROXY] : [null];
  const proxies = stack.proxies.length > 0 ? stack.proxies : unnamed;
  const groups = stack.groups.length > 0 ? stack.groups : [null];
  return groups.flatMap((group) => proxies.map((proxy) => pathThrough(stack, group, proxy)));
}

/** Null: how many proxies stand side by side is not known. */
export function proxyCountOf({ stack, proxy }: TimeoutPath): number | null {
  const { length } = stack.proxies;
  if (length > 1) return length;
  return stack.hasUncountedProxies === true || (length === 0 && proxy !== null) ? null : length;
}

/** Why a rule that counts proxies cannot. */
export const UNCOUNTED_PROXIES =
  "how many proxies stand on the way is not known: list each under proxies in the fleet file";

export function pathThrough(
  stack: TimeoutStack,
  group: StackGroup | null,
  proxy: string | null,
): TimeoutPath {
  function subjectIn(layer: Layer): string | null {
    if (GROUP_LAYERS.has(layer)) return group?.name ?? null;
    // A load balancer may be called by the proxy that it stands before.
    return layer === "proxy" || layer === "load-balancer" ? proxy : null;
  }

  function find<T extends Lookup>(
    layer: Layer,
    key: string,
    read: (setting: Setting) => T | null,
    strictest: (left: T, right: T) => T,
  ): T | Unknown {
    const subject = subjectIn(layer);
    for (const candidates of inOrder(stack, layer, key, subject)) {
      const found = candidates.flatMap((setting) => read(setting) ?? []);
      const [first, ...rest] = found;
      if (first !== undefined) return rest.reduce(strictest, first);
    }
    // Its name says that it is a proxy's; which, the finding says.
    return { state: "unknown", layer, key, subject: GROUP_LAYERS.has(layer) ? subject : null };
  }
  return {
    stack,
    group,
    proxy,
    duration: (layer, key) =>
      find(layer, key, asDuration, (left, right) => {
        // Of several records and of several drains the longest decides; of several timers, the first to end.
        const isLonger = (limitMs(right) ?? 0) > (limitMs(left) ?? 0);
        return isLonger === (layer === "dns" || key === "drain") ? right : left;
      }),
    count: (layer, key) =>
      find(layer, key, asCount, (left, right) =>
        right.state === "count" && (left.state !== "count" || right.count < left.count) ? right : left,
      ),
    flag: (layer, key) =>
      find(layer, key, asFlag, (left, right) => (left.state === "flag" && left.isOn ? right : left)),
    word: (layer, key) => find(layer, key, asWord, (left) => left),
  };
}

/**
 * Settings to ask in turn, what is assumed last of all. A group's own settings, under its name or that of its workload, come
 * before those of all groups; a proxy's own before those of all proxies, and a frontend is everybody's. Of settings that
 * speak of the same thing the stronger source comes first, however it calls it.
 */
function inOrder(stack: TimeoutStack, layer: Layer, key: string, subject: string | null): Setting[][] {
  const bySubject = stack.byPlace.get(`${layer}.${key}`);
  if (bySubject === undefined) return [];
  const at = (name: string | null | undefined): Setting[] => {
    const setting = name === undefined ? undefined : bySubject.get(name);
    return setting === undefined ? [] : [setting];
  };
  const others = GROUP_LAYERS.has(layer)
    ? at(stack.aliases.get(subject ?? "")?.get(layer))
    : [...bySubject.values()].filter((setting) => setting.subject !== null && isNobodyElses(stack, setting));
  const own = subject === null ? [] : at(subject);
  const tiers = GROUP_LAYERS.has(layer) ? [[...own, ...others], at(null)] : [own, [...at(null), ...others]];
  const ofKind = (tier: readonly Setting[], kind: SettingSource["kind"]) =>
    tier.filter(({ source }) => source.kind === kind);
  const said = PRECEDENCE.filter((kind) => kind !== "default");
  return [
    ...tiers.flatMap((tier) => said.map((kind) => ofKind(tier, kind))),
    ...tiers.map((tier) => ofKind(tier, "default")),
  ];
}

/** A frontend, a node, an endpoint: it is on everybody's way. Another proxy's settings are not. */
function isNobodyElses({ proxies }: TimeoutStack, { layer, subject }: Setting): boolean {
  return layer !== "proxy" || subject === null || !proxies.includes(subject);
}
