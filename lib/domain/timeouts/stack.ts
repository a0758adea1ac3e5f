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
  /** Where there is one group alone: by what other name its settings of a layer go. */
  readonly aliases: ReadonlyMap<Layer, string>;
}

/** What counts most comes first. */
const PRECEDENCE: readonly SettingSource["kind"][] = ["live", "measured", "file", "declared", "default"];

/** Layers whose settings belong to client groups. */
export const GROUP_LAYERS: ReadonlySet<Layer> = new Set(["request", "pod", "pool", "client"]);

/** Groups that are only named by settings; more of them would be no picture any more. */
const MOST_NAMED_GROUPS = 200;

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
  return {
    settings: kept,
    byPlace,
    overridden,
    unmatched: kept.filter(
      ({ layer, subject }) =>
        GROUP_LAYERS.has(layer) && subject !== null && !known.has(subject) && aliases.get(layer) !== subject,
    ),
    aliases,
    groups,
    proxies: shape.proxies,
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

/** With one group, what a file calls by another name is its too, unless the file speaks of several. */
function aliasesOf(
  settings: readonly Setting[],
  groups: readonly StackGroup[],
  proxies: readonly string[],
): Map<Layer, string> {
  if (groups.length !== 1) return new Map();
  const known = new Set([...proxies, ...groups.map(({ name }) => name)]);
  const names = new Map<Layer, Set<string>>();
  for (const { layer, subject } of settings) {
    if (!GROUP_LAYERS.has(layer) || subject === null || known.has(subject)) continue;
    names.set(layer, (names.get(layer) ?? new Set()).add(subject));
  }
  return new Map(
    [...names].flatMap(([layer, [name, ...others]]) => {
      return name === undefined || others.length > 0 ? [] : [[layer, name] as const];
    }),
  );
}

function settingsByGroup(
  settings: readonly Setting[],
  groups: readonly StackGroup[],
  aliases: ReadonlyMap<Layer, string>,
): (group: string) => readonly Setting[] {
  const general: Setting[] = [];
  const own = new Map<string, Setting[]>(groups.map(({ name }) => [name, []]));
  const [only] = groups;
  for (const setting of settings) {
    const { layer, subject } = setting;
    if (!GROUP_LAYERS.has(layer)) continue;
    if (subject === null) general.push(setting);
    else if (only !== undefined && aliases.get(layer) === subject) own.get(only.name)?.push(setting);
    else own.get(subject)?.push(setting);
  }
  return (group) => [...general, ...(own.get(group) ?? [])];
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
