import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HEALTH_STATES } from "@/lib/domain/findings/state";
import { METRIC_TOPICS } from "./metrics/topics";
import {
  carriedView,
  DEFAULT_VIEW,
  formatView,
  parseView,
  patchView,
  VIEW_BY,
  type View,
  viewHref,
} from "./url";
import { LONGEST_WINDOW_MS, SHORTEST_WINDOW_MS } from "./window";

const instantMs = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2199, 11, 31) });
const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });
const nullable = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const anyView: fc.Arbitrary<View> = fc.record({
  window: fc.oneof(
    fc
      .integer({ min: SHORTEST_WINDOW_MS / 1000, max: LONGEST_WINDOW_MS / 1000 })
      .map((sec) => ({ kind: "last" as const, spanMs: sec * 1000 })),
    fc
      .tuple(instantMs, fc.integer({ min: 1, max: LONGEST_WINDOW_MS }))
      .map(([fromMs, spanMs]) => ({ kind: "between" as const, fromMs, toMs: fromMs + spanMs }))
      .filter(({ toMs }) => toMs < Date.UTC(2200, 0, 1)),
  ),
  by: fc.constantFrom(...VIEW_BY),
  at: nullable(instantMs),
  compare: nullable(fc.record({ aMs: instantMs, bMs: instantMs })),
  group: nullable(word),
  proxy: nullable(word),
  node: nullable(word),
  state: nullable(fc.constantFrom(...HEALTH_STATES)),
  about: nullable(fc.constantFrom(...METRIC_TOPICS)),
  q: fc.oneof(fc.constant(""), word),
  sort: nullable(
    fc.record({
      column: fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,20}$/),
      direction: fc.constantFrom("asc" as const, "desc" as const),
    }),
  ),
  page: fc.integer({ min: 1, max: 999_999 }),
});

describe("the URL is the view", () => {
  test("every view comes back from its query string", () => {
    fc.assert(
      fc.property(anyView, (view) => {
        expect(parseView(new URLSearchParams(formatView(view)))).toEqual(view);
      }),
    );
  });

  test("whatever stands in the URL, there is a view, and its own URL is stable", () => {
    const junk = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("", "NaN", "-1", "1e9", "null", "../", "0h", "9".repeat(400)),
    );
    const names = fc.constantFrom(
      "last",
      "from",
      "to",
      "by",
      "at",
      "a",
      "b",
      "group",
      "state",
      "q",
      "sort",
      "page",
      "zzz",
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(names, junk)), (pairs) => {
        const view = parseView(new URLSearchParams(pairs));
        expect(parseView(new URLSearchParams(formatView(view)))).toEqual(view);
      }),
    );
  });

  test.each([
    ["", DEFAULT_VIEW],
    ["last=15m", { window: { kind: "last", spanMs: 900_000 } }],
    ["last=7d&by=node", { window: { kind: "last", spanMs: 604_800_000 }, by: "node" }],
    ["by=zone", { by: "zone" }],
    ["a=2026-11-22T13:00:00Z", {}],
    [
      "a=2026-11-22T14:00:00Z&b=2026-11-22T13:00:00Z",
      { compare: { aMs: Date.UTC(2026, 10, 22, 14), bMs: Date.UTC(2026, 10, 22, 13) } },
    ],
    ["last=5s", {}],
    ["last=500d", {}],
    ["last=1h&last=6h", {}],
    [
      "from=2026-11-22T13:00:00Z&to=2026-11-22T14:00:00Z",
      { window: { kind: "between", fromMs: Date.UTC(2026, 10, 22, 13), toMs: Date.UTC(2026, 10, 22, 14) } },
    ],
    [
      "from=1795352400000&to=1795356000000",
      { window: { kind: "between", fromMs: 1795352400000, toMs: 1795356000000 } },
    ],
    ["from=2026-11-22T14:00:00Z&to=2026-11-22T13:00:00Z", {}],
    ["from=2026-11-22T14:00:00Z", {}],
    ["from=yesterday&to=now&last=6h", { window: { kind: "last", spanMs: 21_600_000 } }],
    ["by=colour&state=purple&page=-3&sort=;drop", {}],
    [
      "state=stale&sort=-connections&page=2&q=a%20b",
      { state: "stale", sort: { column: "connections", direction: "desc" }, page: 2, q: "a b" },
    ],
  ] as const)("?%s", (query, expected) => {
    expect(parseView(new URLSearchParams(query))).toEqual({ ...DEFAULT_VIEW, ...expected });
  });

  test("what Next hands to a page reads the same, a repeated parameter counts once", () => {
    expect(parseView({ last: ["6h", "1h"], by: "group", junk: undefined })).toEqual({
      ...DEFAULT_VIEW,
      window: { kind: "last", spanMs: 21_600_000 },
      by: "group",
    });
  });

  test("addresses and instants stay readable", () => {
    const view: View = { ...DEFAULT_VIEW, node: "10.0.3.21:6379", at: Date.UTC(2026, 10, 22, 13, 48, 6) };
    expect(viewHref("/clusters/orders/clients", view)).toBe(
      "/clusters/orders/clients?at=2026-11-22T13:48:06Z&node=10.0.3.21:6379",
    );
    expect(viewHref("/", DEFAULT_VIEW)).toBe("/");
  });

  test("names that mean something in a URL are escaped", () => {
    const view: View = { ...DEFAULT_VIEW, group: "a&b=c#d?e+f%41 <script>" };
    expect(parseView(new URLSearchParams(formatView(view)))).toEqual(view);
    expect(formatView(view)).not.toMatch(/[<># ]/);
  });

  test("another filter begins on the first page, paging keeps its place", () => {
    const view = { ...DEFAULT_VIEW, page: 4 };
    expect(patchView(view, { q: "x" }).page).toBe(1);
    expect(patchView(view, { page: 5 }).page).toBe(5);
  });

  test("to another page goes along when, not which rows", () => {
    const window = { kind: "last", spanMs: 900_000 } as const;
    expect(
      carriedView({
        ...DEFAULT_VIEW,
        window,
        at: 5,
        q: "x",
        state: "ok",
        page: 3,
        sort: { column: "a", direction: "asc" },
      }),
    ).toEqual({
      ...DEFAULT_VIEW,
      window,
      at: 5,
    });
  });
});
