import type { Import, SettingValue } from "../model";
import { protocolOfServers } from "./haproxy-protocols";
import { type HaproxySection, type HaproxyTimeout, haproxySections, type Told } from "./haproxy-sections";
import { ImportDraft, type SettingPath } from "./import-draft";
import type { ImportContext, Importer, Likeness } from "./importer";

const FORMAT = "HAProxy configuration";

/** haproxy.cfg, of any version. */
export const haproxyImporter: Importer = {
  name: "haproxy",
  format: FORMAT,
  looksLike,
  read: importHaproxy,
};

function looksLike(head: string, fileName: string): Likeness {
  if (/^(apiVersion|kind):/m.test(head)) return "no";
  const hasSection = /^[ \t]*(global|defaults|frontend|backend|listen)([ \t]+[^\s#]+)*[ \t]*(#.*)?$/m.test(
    head,
  );
  if (!hasSection) return "no";
  const hasLine =
    /^[ \t]*(timeout (client|server|connect|queue|check|tunnel)|(cli|srv|con)timeout|bind|server|mode|default_backend)[ \t]/m.test(
      head,
    );
  if (hasLine) return "sure";
  return /haproxy|\.cfg$/.test(fileName) ? "likely" : "no";
}

/** A way through HAProxy: a `listen`, or a frontend with one of the backends that it may choose. */
interface Route {
  readonly subject: string;
  /** Null: the file does not tell who leads there. */
  readonly front: HaproxySection | null;
  /** Null: the file does not tell where it leads. */
  readonly back: HaproxySection | null;
}

/**
 * Time-outs of the ways through HAProxy in mode tcp. `subject`: the name of the `listen` or frontend, `frontend/backend`
 * where it has several, or the backend's where no frontend leads there. A time-out of 0 is infinite; one that nothing
 * sets is unset: HAProxy warns of it and waits for ever.
 */
export function importHaproxy(text: string, context: ImportContext): Import {
  const draft = new ImportDraft(FORMAT, context);
  const sections = haproxySections(text, draft);
  for (const route of routesOf(sections.filter(isTcp), draft)) {
    const other = otherThanRedis(route);
    if (other === null) addRoute(route, draft);
    else draft.reject(route.back?.line ?? null, route.subject, `it leads to ${other}, not to Redis`);
  }
  if (sections.length === 0) draft.reject(null, "", "there is no frontend, backend or listen section");
  else if (draft.settingCount === 0) draft.reject(null, "", "no section is in mode tcp and leads to Redis");
  return draft.done();
}

/** One HAProxy may serve more than Redis, with time-outs that are nobody's here. */
function otherThanRedis({ back }: Route): string | null {
  return back === null ? null : (back.checks ?? protocolOfServers(back.servers));
}

/** HTTP sections, such as the page of statistics, do not lead to Redis. A mode that is not known may be tcp. */
function isTcp({ mode }: HaproxySection): boolean {
  return mode === null || mode.value === null || mode.value === "tcp";
}

function routesOf(sections: readonly HaproxySection[], draft: ImportDraft): readonly Route[] {
  const backends = new Map(
    sections.filter(({ type }) => type !== "frontend").map((section) => [section.name, section]),
  );
  const reached = new Set<HaproxySection>();
  const routes = sections.flatMap((section): Route[] => {
    if (section.type === "backend") return [];
    const backs = backendsOf(section, backends, draft);
    // A `listen` is its own backend unless it, or what it inherits from, names another.
    if (section.type === "listen" && section.defaultBackend === null) backs.unshift(section);
    for (const back of backs) reached.add(back);
    if (backs.length === 0) return [{ subject: section.name, front: section, back: null }];
    return [...new Set(backs)].map((back, _, { length }) => ({
      subject: length === 1 ? section.name : `${section.name}/${back.name}`,
      front: section,
      back,
    }));
  });
  const unreached = sections.filter((section) => section.type === "backend" && !reached.has(section));
  return [...routes, ...unreached.map((back) => ({ subject: back.name, front: null, back }))];
}

function backendsOf(
  { useBackends, defaultBackend }: HaproxySection,
  backends: ReadonlyMap<string, HaproxySection>,
  draft: ImportDraft,
): HaproxySection[] {
  const told = defaultBackend === null ? useBackends : [...useBackends, defaultBackend];
  return told.flatMap(({ value, line }) => {
    const backend = value === null ? undefined : backends.get(value);
    if (backend !== undefined) return [backend];
    const isChosenLater = value === null || /[%$[{]/.test(value);
    const reason = isChosenLater
      ? "which backend it is shows only when HAProxy runs"
      : "there is no such backend in mode tcp";
    draft.reject(line, isChosenLater ? "backend" : `backend ${value}`, reason);
    return [];
  });
}

function addRoute({ subject, front, back }: Route, draft: ImportDraft): void {
  const add = (path: SettingPath, told: Told<SettingValue> | null): void => {
    if (told !== null && told.value !== null) draft.set(path, subject, told.value, told.line);
  };
  // Once a TCP connection is through, `timeout tunnel` stands in for both others
  // (https://docs.haproxy.org/2.6/configuration.html#4.2-timeout%20tunnel).
  const tunnel = ownTimeout(back, "tunnel");
  add("proxy.clientTimeout", front === null ? null : (tunnel ?? timeoutOf(front, "client")));
  if (front !== null) add("proxy.clientKeepalive", keepaliveOf(front.clientKeepalive, front));
  if (back === null) return;
  add("proxy.serverTimeout", tunnel ?? timeoutOf(back, "server"));
  const connect = timeoutOf(back, "connect");
  add("proxy.connectTimeout", connect);
  // Without one of its own, a place in the queue is waited for as long as a connection.
  add("proxy.queueTimeout", ownTimeout(back, "queue") ?? connect);
  // Without one of its own, a check lasts as long as its interval.
  add("proxy.checkTimeout", ownTimeout(back, "check"));
  add("proxy.serverKeepalive", keepaliveOf(back.serverKeepalive, back));
}

/** One that has something else to fall back on: 0 stands for that, not for ever. */
function ownTimeout(section: HaproxySection | null, timeout: HaproxyTimeout): Told<SettingValue> | null {
  const told = section?.timeouts.get(timeout) ?? null;
  return told?.value?.kind === "infinite" ? null : told;
}

function timeoutOf(section: HaproxySection, timeout: HaproxyTimeout): Told<SettingValue> | null {
  const told = section.timeouts.get(timeout);
  if (told !== undefined) return told;
  return section.isWhole ? { value: { kind: "unset" }, line: section.line } : null;
}

/** Off is what HAProxy does where nothing is said. */
function keepaliveOf(told: Told<boolean> | null, section: HaproxySection): Told<SettingValue> | null {
  const isOn = told === null && section.isWhole ? false : (told?.value ?? null);
  return isOn === null ? null : { value: { kind: "flag", isOn }, line: told?.line ?? section.line };
}
