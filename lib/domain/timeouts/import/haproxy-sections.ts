import type { SettingValue } from "../model";
import { protocolOfCheck } from "./haproxy-protocols";
import { haproxyTime } from "./haproxy-time";
import { haproxyWords } from "./haproxy-words";
import type { ImportDraft } from "./import-draft";

/** The time-outs of TCP that `timeout` may name; those of HTTP alone do not matter here. */
export const TIMEOUTS = ["client", "server", "connect", "queue", "check", "tunnel"] as const;
export type HaproxyTimeout = (typeof TIMEOUTS)[number];

/** Something that is set. `value` null: it is set to what cannot be told here, so it is unknown and not unset. */
export interface Told<T> {
  readonly value: T | null;
  readonly line: number;
}

/** What sections set and inherit. */
export interface HaproxyOptions {
  readonly timeouts: Map<HaproxyTimeout, Told<SettingValue>>;
  /** "tcp" where nothing is set. */
  mode: Told<string> | null;
  defaultBackend: Told<string> | null;
  /** TCP keepalive towards clients, towards servers. */
  clientKeepalive: Told<boolean> | null;
  serverKeepalive: Told<boolean> | null;
  /** Its health check is for this and not for Redis: "PostgreSQL". */
  checks: string | null;
}

export interface HaproxySection extends HaproxyOptions {
  readonly type: "frontend" | "backend" | "listen";
  readonly name: string;
  readonly line: number;
  /** False: what it inherits from is not in the file, so what it does not set itself is unknown. */
  readonly isWhole: boolean;
  /** Backends that a frontend chooses by a condition. */
  readonly useBackends: Told<string>[];
  /** Addresses of its first servers, as written. */
  readonly servers: string[];
}

/** https://docs.haproxy.org/3.0/configuration.html#4.1 and the sections of chapters 3 and 12, where `timeout` means other things. */
const OTHER_SECTIONS =
  /^(global|peers|resolvers|userlist|program|mailers|cache|ring|http-errors|fcgi-app|crt-store|crt-list|log-forward|log-profile|traces|acme|dynamic-update)$/;
const OTHER_TIMEOUTS = /^(client-fin|server-fin|client-hs|http-request|http-keep-alive|tarpit)$/;
/** Before HAProxy 2.1. */
const OLD_NAMES: Readonly<Record<string, HaproxyTimeout>> = {
  clitimeout: "client",
  srvtimeout: "server",
  contimeout: "connect",
};
const OF_BACKENDS: readonly HaproxyTimeout[] = ["server", "connect", "queue", "check", "tunnel"];

/** No honest file has more. */
const MAX_SECTIONS = 5000;
/** Enough to tell what they are; many frontends may share them. */
const MAX_SERVERS = 50;

/** Reads the sections of a file in one pass: HAProxy too knows only the defaults that stand before a section. */
export function haproxySections(text: string, draft: ImportDraft): readonly HaproxySection[] {
  const reader = new SectionReader(draft);
  let line = 0;
  for (let at = 0; at <= text.length; ) {
    const end = text.indexOf("\n", at);
    const next = end === -1 ? text.length : end;
    reader.read(text.slice(at, next), ++line);
    at = next + 1;
    if (reader.begun <= MAX_SECTIONS) continue;
    draft.reject(line, "", `more than ${MAX_SECTIONS} sections: what follows was not read`);
    break;
  }
  return reader.sections;
}

class SectionReader {
  readonly sections: HaproxySection[] = [];
  /** Sections, whether they count or not. */
  begun = 0;
  readonly #draft: ImportDraft;
  readonly #named = new Map<string, HaproxyOptions>();
  readonly #declared = new Set<string>();
  /** The last `defaults`, for sections that name none. */
  #defaults: HaproxyOptions = nothingSet();
  #current: HaproxyOptions | HaproxySection | null = null;
  /** Depth of `.if`. */
  #conditions = 0;

  constructor(draft: ImportDraft) {
    this.#draft = draft;
  }

  read(text: string, line: number): void {
    const read = haproxyWords(text);
    if (read.state === "unreadable") {
      this.#draft.reject(line, firstWord(text), read.reason);
      return;
    }
    const [keyword, ...rest] = read.words;
    if (keyword === undefined) return;
    if (/^\.(if|else|elif|endif)$/.test(keyword)) this.#condition(keyword);
    else if (keyword === "defaults") this.#beginDefaults(rest, line);
    else if (keyword === "frontend" || keyword === "backend" || keyword === "listen")
      this.#begin(keyword, rest, line);
    else if (OTHER_SECTIONS.test(keyword)) this.#current = null;
    else if (/^\.?include$/i.test(keyword))
      this.#draft.reject(line, keyword, "what it includes was not read");
    else if (this.#current !== null) this.#set(this.#current, keyword, rest, line);
  }

  #condition(keyword: string): void {
    if (keyword === ".if") this.#conditions++;
    if (keyword === ".endif") this.#conditions = Math.max(0, this.#conditions - 1);
  }

  #beginDefaults(words: readonly string[], line: number): void {
    this.begun++;
    const from = words.indexOf("from");
    const base = from === -1 ? nothingSet() : this.#inherited(words[from + 1], line);
    const options = copyOf(base ?? nothingSet());
    const [name] = words;
    if (name !== undefined && from !== 0) this.#named.set(name, options);
    this.#defaults = options;
    this.#current = options;
  }

  #begin(type: HaproxySection["type"], words: readonly string[], line: number): void {
    this.begun++;
    const [name = ""] = words;
    // A frontend and a backend may share a name; a `listen` is both.
    const sides = type === "listen" ? ["frontend", "backend"] : [type];
    const isTwice = sides.some((side) => this.#declared.has(`${side} ${name}`));
    for (const side of sides) this.#declared.add(`${side} ${name}`);
    const from = words.indexOf("from", 1);
    const base = from === -1 ? this.#defaults : this.#inherited(words[from + 1], line);
    const section = {
      ...copyOf(base ?? nothingSet()),
      type,
      name,
      line,
      isWhole: base !== null,
      useBackends: [],
      servers: [],
    };
    if (name === "") this.#draft.reject(line, type, "a name is expected");
    else if (isTwice) this.#draft.reject(line, `${type} ${name}`, "another section before it has this name");
    else this.sections.push(section);
    this.#current = section;
  }

  #inherited(name: string | undefined, line: number): HaproxyOptions | null {
    const found = name === undefined ? undefined : this.#named.get(name);
    if (found === undefined)
      this.#draft.reject(
        line,
        `from ${name ?? ""}`,
        "there is no such defaults section before it: what it sets is unknown",
      );
    return found ?? null;
  }

  #set(into: HaproxyOptions | HaproxySection, keyword: string, rest: readonly string[], line: number): void {
    const [first = ""] = rest;
    const old = OLD_NAMES[keyword];
    const isKnown = this.#conditions === 0;
    if (keyword === "timeout") this.#setTimeout(into, OLD_NAMES[first] ?? first, rest.slice(1), line);
    else if (old !== undefined) this.#setTimeout(into, old, rest, line);
    else if (keyword === "mode") into.mode = { value: isKnown ? first : null, line };
    else if (keyword === "default_backend") into.defaultBackend = { value: isKnown ? first : null, line };
    else if (keyword === "use_backend" && "type" in into) into.useBackends.push({ value: first, line });
    else if (keyword === "server" && "type" in into) {
      if (into.servers.length < MAX_SERVERS) into.servers.push(rest[1] ?? "");
    } else if (keyword === "option") {
      setKeepalive(into, first, { value: isKnown ? true : null, line });
      const checks = protocolOfCheck(first);
      if (checks !== undefined) into.checks = isKnown ? checks : null;
    } else if (keyword === "no" && first === "option")
      setKeepalive(into, rest[1] ?? "", { value: isKnown ? false : null, line });
  }

  #setTimeout(
    into: HaproxyOptions | HaproxySection,
    name: string,
    words: readonly string[],
    line: number,
  ): void {
    const timeout = TIMEOUTS.find((known) => known === name);
    if (timeout === undefined) {
      if (!OTHER_TIMEOUTS.test(name)) this.#draft.reject(line, "timeout", "HAProxy knows no such time-out");
      return;
    }
    const shown =
      `timeout ${timeout} ${/^[-\w.]{1,30}$/.test(words[0] ?? "") ? (words[0] ?? "") : ""}`.trim();
    if ("type" in into && !appliesTo(timeout, into.type)) {
      this.#draft.reject(line, shown, `HAProxy ignores this in a ${into.type}`);
      return;
    }
    const value = haproxyTime(words);
    const reason =
      value.kind === "unread"
        ? value.reason
        : this.#conditions > 0
          ? "it holds under a condition (.if) alone: its value is not known here"
          : null;
    if (reason !== null) this.#draft.reject(line, shown, reason);
    into.timeouts.set(timeout, { value: value.kind === "unread" || reason !== null ? null : value, line });
  }
}

function appliesTo(timeout: HaproxyTimeout, type: HaproxySection["type"]): boolean {
  return type === "listen" || OF_BACKENDS.includes(timeout) === (type === "backend");
}

function setKeepalive(into: HaproxyOptions, option: string, told: Told<boolean>): void {
  if (option === "tcpka" || option === "clitcpka") into.clientKeepalive = told;
  if (option === "tcpka" || option === "srvtcpka") into.serverKeepalive = told;
}

function nothingSet(): HaproxyOptions {
  return {
    timeouts: new Map(),
    mode: null,
    defaultBackend: null,
    clientKeepalive: null,
    serverKeepalive: null,
    checks: null,
  };
}

function copyOf(options: HaproxyOptions): HaproxyOptions {
  const { timeouts, mode, defaultBackend, clientKeepalive, serverKeepalive, checks } = options;
  return { timeouts: new Map(timeouts), mode, defaultBackend, clientKeepalive, serverKeepalive, checks };
}

/** Enough to find the line again, and no secret. */
function firstWord(text: string): string {
  return /^\s*([\w.-]{1,40})/.exec(text)?.[1] ?? "";
}
