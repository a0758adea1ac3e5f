/** The URL is the view: what a page shows, read from and written to the query string. Junk falls back, nothing throws. */
import { z } from "zod";
import { connectionsBy } from "@/lib/contract/connections";
import { healthState } from "@/lib/contract/health-state";
import { METRIC_TOPICS, type MetricTopic } from "./metrics/topics";
import { DEFAULT_WINDOW, formatSpanParam, parseSpanParam, type ViewWindow } from "./window";

export interface ViewSort {
  readonly column: string;
  readonly direction: "asc" | "desc";
}

/** Whose line it is. Zones are compared on the skew page only. */
export const VIEW_BY = [...connectionsBy.options, "zone"] as const;
export type ViewBy = (typeof VIEW_BY)[number];

export interface View {
  readonly window: ViewWindow;
  readonly by: ViewBy;
  /** A chosen moment, ms since the epoch; null: now. */
  readonly at: number | null;
  /** Two moments to be compared, ms since the epoch; both or none. */
  readonly compare: { readonly aMs: number; readonly bMs: number } | null;
  readonly group: string | null;
  readonly proxy: string | null;
  readonly node: string | null;
  readonly state: z.infer<typeof healthState> | null;
  /** Which metrics; null: all. */
  readonly about: MetricTopic | null;
  /** Text filter. */
  readonly q: string;
  /** Null: the order in which the answer comes. */
  readonly sort: ViewSort | null;
  /** From 1. */
  readonly page: number;
}

export type ViewPatch = Partial<View>;

export const DEFAULT_VIEW: View = {
  window: DEFAULT_WINDOW,
  by: "proxy",
  at: null,
  compare: null,
  group: null,
  proxy: null,
  node: null,
  state: null,
  about: null,
  q: "",
  sort: null,
  page: 1,
};

const EARLIEST_MS = Date.UTC(2000, 0, 1);
const LATEST_MS = Date.UTC(2200, 0, 1);
/** Longer text than any name Redis keeps for us; keeps a pasted novel out of the URL. */
const MAX_TEXT = 512;

const instantParam = z
  .string()
  .transform((text) => (/^\d{13}$/.test(text) ? Number(text) : Date.parse(text)))
  .pipe(z.number().int().min(EARLIEST_MS).max(LATEST_MS))
  .nullable()
  .catch(null);
const textParam = z.string().min(1).max(MAX_TEXT).nullable().catch(null);
const sortParam = z
  .string()
  .regex(/^-?[a-z][a-zA-Z0-9]{0,31}$/)
  .transform(
    (text): ViewSort =>
      text.startsWith("-")
        ? { column: text.slice(1), direction: "desc" }
        : { column: text, direction: "asc" },
  )
  .nullable()
  .catch(null);

const params = z.object({
  last: z.string().transform(parseSpanParam).nullable().catch(null),
  from: instantParam,
  to: instantParam,
  by: z.enum(VIEW_BY).catch(DEFAULT_VIEW.by),
  at: instantParam,
  a: instantParam,
  b: instantParam,
  group: textParam,
  proxy: textParam,
  node: textParam,
  state: healthState.nullable().catch(null),
  about: z.enum(METRIC_TOPICS).nullable().catch(null),
  q: z.string().max(MAX_TEXT).catch(""),
  sort: sortParam,
  page: z
    .string()
    .regex(/^[1-9]\d{0,5}$/)
    .transform(Number)
    .catch(1),
});

/** What Next hands to a page, or what the browser has. A repeated parameter counts once: the first. */
export type SearchParams = URLSearchParams | Readonly<Record<string, string | string[] | undefined>>;

function firstOf(search: SearchParams, name: string): string | null {
  if (search instanceof URLSearchParams) return search.get(name);
  const value = search[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

export function parseView(search: SearchParams): View {
  const raw = Object.fromEntries(Object.keys(params.shape).map((name) => [name, firstOf(search, name)]));
  const { last, from, to, a, b, ...rest } = params.parse(raw);
  const between = from !== null && to !== null && from < to;
  const window: ViewWindow = between
    ? { kind: "between", fromMs: from, toMs: to }
    : last === null
      ? DEFAULT_WINDOW
      : { kind: "last", spanMs: last };
  const compare = a === null || b === null ? null : { aMs: a, bMs: b };
  return { window, compare, ...rest };
}

/** The query string of a view, without `?`, defaults left out, always in the same order. */
export function formatView(view: View): string {
  const pairs: [string, string][] = [];
  const add = (name: string, value: string | null) => {
    if (value !== null && value !== "") pairs.push([name, value]);
  };
  if (view.window.kind === "between") {
    add("from", formatInstantParam(view.window.fromMs));
    add("to", formatInstantParam(view.window.toMs));
  } else if (view.window.spanMs !== DEFAULT_WINDOW.spanMs) {
    add("last", formatSpanParam(view.window.spanMs));
  }
  add("by", view.by === DEFAULT_VIEW.by ? null : view.by);
  add("at", view.at === null ? null : formatInstantParam(view.at));
  add("a", view.compare && formatInstantParam(view.compare.aMs));
  add("b", view.compare && formatInstantParam(view.compare.bMs));
  add("group", view.group);
  add("proxy", view.proxy);
  add("node", view.node);
  add("state", view.state);
  add("about", view.about);
  add("q", view.q);
  add("sort", view.sort && `${view.sort.direction === "desc" ? "-" : ""}${view.sort.column}`);
  add("page", view.page === 1 ? null : String(view.page));
  return pairs.map(([name, value]) => `${name}=${escapeValue(value)}`).join("&");
}

/** Another filter or order begins on its first page. */
export function patchView(view: View, patch: ViewPatch): View {
  return { ...view, page: 1, ...patch };
}

/** A link to `pathname` showing `view`. */
export function viewHref(pathname: string, view: View): string {
  const query = formatView(view);
  return query === "" ? pathname : `${pathname}?${query}`;
}

/** The part of a view that goes along to another page: when, not which rows. */
export function carriedView(view: View): View {
  return { ...DEFAULT_VIEW, window: view.window, at: view.at };
}

/** `2026-11-22T13:48:06Z`; milliseconds only where there are any. */
export function formatInstantParam(atMs: number): string {
  return new Date(atMs).toISOString().replace(".000Z", "Z");
}

/** Like encodeURIComponent, but colons, slashes and commas stay readable: a query may contain them (RFC 3986, 3.4). */
function escapeValue(value: string): string {
  return encodeURIComponent(value.replace(/\p{Surrogate}/gu, "\ufffd")).replace(
    /%(3A|2F|2C|40)/g,
    (escaped) => decodeURIComponent(escaped),
  );
}
