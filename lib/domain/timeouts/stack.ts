import { libraryDefaults } from "./catalogue/library-defaults";
import { platformDefaults } from "./catalogue/platform-defaults";
import type { Layer, Setting, SettingSource } from "./model";

/** Clients that share code and configuration. */
export interface StackGroup {
  readonly name: string;
  /** As CLIENT LIST or the fleet file calls it; null: not known. */
  readonly library: string | null;
  readonly libraryVersion: string | null;
}

export type StackKind = "elasticache" | "self-managed";

/** Who stands on the way, whether or not anything is known of their settings. */
export interface StackShape {
  readonly groups: readonly StackGroup[];
  /** Names; empty: clients go straight to the nodes. */
  readonly proxies: readonly string[];
  /** True: one of the names stands for as many as there happen to be. */
  readonly hasUncountedProxies?: boolean;
  readonly kind: StackKind;
}

export interface TimeoutStack extends StackShape {
  /** One for each layer, key and subject: the one that counts. */
  readonly settings: readonly Setting[];
  /** The same by place ("client.commandTimeout") and subject. */
  readonly byPlace: ReadonlyMap<string, ReadonlyMap<string | null, Setting>>;
  /** Said otherwise by a source that counts less. */
  readonly overridden: readonly Setting[];
  /** Of subjects that are no client group here: kept, but on nobody's way. */
  readonly unmatched: readonly Setting[];
  /** By what other name the settings of a group go in a layer. */
  readonly aliases: Aliases;
}

/** By group, then by layer: a workload, the name of an application. */
export type Aliases = ReadonlyMap<string, ReadonlyMap<Layer, string>>;

/** What counts most comes first. */
export const PRECEDENCE: readonly SettingSource["kind"][] = [
  "live",
  "measured",
  "file",
  "declared",
  "default",
];

/** Layers whose settings belong to client groups. */
export const GROUP_LAYERS: ReadonlySet<Layer> = new Set(["request", "pod", "pool", "client"]);

/** Groups that are only named by settings; more of them would be no picture any more. */
const MOST_NAMED_GROUPS = 200;
/** Names of a layer that are compared with those of groups; a file with more of them describes something else. */
const MOST_ALIASES = 500;

/**
 * Puts settings of all sources together: of those that speak of the same thing the stronger source wins, of equals the
 * later reading, of equals the later in the list. Defaults of libraries and platforms fill what nobody said, marked as
 * assumed. Without declared groups, every subject that client settings name is one.
 */
export function assembleStack(settings: readonly Setting[], shape: StackShape): TimeoutStack {
  const declared = shape.groups.length > 0 ? shape.groups : groupsNamedBy(settings, shape.proxies);
  const aliases = aliasesOf(settings, declared, shape.proxies);
  const ofGroups = settingsByGroup(settings, declared, aliases);
  const groups = declared.map((group) => withLibrary(group, ofGroups(group.name)));
  const defaults = [
    ...groups.flatMap((group) => libraryDefaults(group, ofGroups(group.name))),
    ...platformDefaults(settings, shape.kind),
  ];
  const byPlace = new Map<string, Map<string | null, Setting>>();
  const overridden: Setting[] = [];
  for (const setting of [...defaults, ...settings]) {
    const place = `${setting.layer}.${setting.key}`;
    const subjects = byPlace.get(place) ?? new Map<string | null, Setting>();
    byPlace.set(place, subjects);
    const rival = subjects.get(setting.subject);
    const isStronger = rival === undefined || outranks(setting, rival);
    if (isStronger) subjects.set(setting.subject, setting);
    if (rival !== undefined) overridden.push(isStronger ? rival : setting);
  }
  const kept = [...byPlace.values()].flatMap((subjects) => [...subjects.values()]);
  const known = new Set([...shape.proxies, ...groups.map(({ name }) => name)]);
  const aliased = new Set(
    [...aliases.values()].flatMap((layers) => [...layers].map((alias) => JSON.stringify(alias))),
  );
  return {
    settings: kept,
    byPlace,
    overridden,
    unmatched: kept.filter(
      ({ layer, subject }) =>
        GROUP_LAYERS.has(layer) &&
        subject !== null &&
        !known.has(subject) &&
        !aliased.has(JSON.stringify([layer, subject])),
    ),
    aliases,
    groups,
    proxies: shape.proxies,
    hasUncountedProxies: shape.hasUncountedProxies ?? false,
    kind: shape.kind,
  };
}

function outranks(setting: Setting, rival: Setting): boolean {
  const rank = PRECEDENCE.indexOf(setting.source.kind) - PRECEDENCE.indexOf(rival.source.kind);
  return rank === 0 ? (setting.readAtMs ?? 0) >= (rival.readAtMs ?? 0) : rank < 0;
}

function groupsNamedBy(settings: readonly Setting[], proxies: readonly string[]): StackGroup[] {
  const names = new Set<string>();
  for (const { layer, subject } of settings) {
    if ((layer === "client" || layer === "pool") && subject !== null && !proxies.includes(subject))
      names.add(subject);
    if (names.size === MOST_NAMED_GROUPS) break;
  }
  return [...names].map((name) => ({ name, library: null, libraryVersion: null }));
}

/**
 * Files name workloads and applications, not groups. The one name that has the group's in it is meant ("prod-orders" of
 * orders); with one group alone, the one name that there is. Of several that could be meant, none.
 */
function aliasesOf(
  settings: readonly Setting[],
  groups: readonly StackGroup[],
  proxies: readonly string[],
): Aliases {
  const known = new Set([...proxies, ...groups.map(({ name }) => name)]);
  const foreign = new Map<Layer, Set<string>>();
  for (const { layer, subject } of settings) {
    if (!GROUP_LAYERS.has(layer) || subject === null || known.has(subject)) continue;
    foreign.set(layer, (foreign.get(layer) ?? new Set()).add(subject));
  }
  const aliases = new Map<string, Map<Layer, string>>(groups.map(({ name }) => [name, new Map()]));
  for (const [layer, subjects] of foreign) {
    if (subjects.size > MOST_ALIASES) continue;
    for (const { name } of groups) {
      const alike = [...subjects].filter((subject) => names(subject, name));
      const meant = alike.length === 0 && groups.length === 1 ? [...subjects] : alike;
      const [subject] = meant;
      const isOthersToo = groups.some((other) => other.name !== name && names(subject ?? "", other.name));
      if (subject !== undefined && meant.length === 1 && !isOthersToo) aliases.get(name)?.set(layer, subject);
    }
  }
  return aliases;
}

/** "prod-orders-api" names orders and orders-api, not order. */
function names(subject: string, group: string): boolean {
  return (
    group !== "" && `-${subject}-`.replaceAll(/[/._]/g, "-").includes(`-${group.replaceAll(/[/._]/g, "-")}-`)
  );
}

function settingsByGroup(
  settings: readonly Setting[],
  groups: readonly StackGroup[],
  aliases: Aliases,
): (group: string) => readonly Setting[] {
  const general: Setting[] = [];
  const own = new Map<string, Setting[]>(groups.map(({ name }) => [name, []]));
  const ownerOf = new Map<string, string>();
  for (const [group, layers] of aliases) {
    for (const [layer, subject] of layers) ownerOf.set(JSON.stringify([layer, subject]), group);
  }
  for (const setting of settings) {
    const { layer, subject } = setting;
    if (!GROUP_LAYERS.has(layer)) continue;
    if (subject === null) general.push(setting);
    else own.get(ownerOf.get(JSON.stringify([layer, subject])) ?? subject)?.push(setting);
  }
  // What is said of a group goes before what is said of all.
  return (group) => [...(own.get(group) ?? []), ...general];
}

/** A group's library where only a file or the fleet file says it. */
function withLibrary(group: StackGroup, own: readonly Setting[]): StackGroup {
  const wordOf = (key: string): string | null => {
    const found = own.find((setting) => setting.layer === "client" && setting.key === key);
    return found?.value.kind === "word" ? found.value.word : null;
  };
  return {
    name: group.name,
    library: group.library ?? wordOf("library"),
    libraryVersion: group.libraryVersion ?? wordOf("libraryVersion"),
  };
}
