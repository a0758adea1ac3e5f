import { describe, expect, test } from "vitest";
import { relativeLengthMs } from "@/lib/contract/time";
import {
  formatSpanParam,
  liveWindow,
  parseSpanParam,
  pinWindow,
  resolveWindow,
  stepWindow,
  type ViewWindow,
  WINDOW_PRESETS_MS,
  windowParams,
} from "./window";

const NOW = Date.UTC(2026, 10, 22, 14, 3, 20);
const HOUR = 3_600_000;
const lastHour: ViewWindow = { kind: "last", spanMs: HOUR };

test.each([
  ["15m", 900_000],
  ["1h", HOUR],
  ["90m", 5_400_000],
  ["24h", 86_400_000],
  ["7d", 604_800_000],
  ["90s", 90_000],
] as const)("%s is a span and is written so again", (text, spanMs) => {
  expect(parseSpanParam(text)).toBe(spanMs);
  expect(formatSpanParam(spanMs)).toBe(text);
});

test.each(["", "h", "1", "1w", "-1h", "0m", "30s", "401d", "1.5h", "1 h", "99999999999h"])(
  "%s is no span to show",
  (text) => {
    expect(parseSpanParam(text)).toBeNull();
  },
);

test("the server understands every preset", () => {
  for (const spanMs of WINDOW_PRESETS_MS) {
    expect(windowParams({ kind: "last", spanMs })).toEqual({ last: formatSpanParam(spanMs) });
    expect(relativeLengthMs(formatSpanParam(spanMs))).toBe(spanMs);
  }
});

describe("pinning", () => {
  test("ends on the next whole minute and keeps its length", () => {
    const { fromMs, toMs } = pinWindow(lastHour, NOW);
    expect(toMs).toBe(Date.UTC(2026, 10, 22, 14, 4));
    expect(toMs - fromMs).toBe(HOUR);
  });

  test("a short window ends on the next whole second", () => {
    expect(pinWindow({ kind: "last", spanMs: 60_000 }, NOW + 1).toMs).toBe(NOW + 1000);
  });

  test("what is pinned stays as it is", () => {
    const pinned: ViewWindow = { kind: "between", fromMs: 1, toMs: 2 };
    expect(pinWindow(pinned, NOW)).toBe(pinned);
    expect(resolveWindow(pinned, NOW)).toEqual({ fromMs: 1, toMs: 2 });
  });
});

describe("stepping", () => {
  test("half a window back, and forward again", () => {
    const back = stepWindow(lastHour, -1, NOW);
    expect(back).toEqual({
      kind: "between",
      fromMs: Date.UTC(2026, 10, 22, 12, 34),
      toMs: Date.UTC(2026, 10, 22, 13, 34),
    });
    const further = stepWindow(back, -1, NOW);
    expect(stepWindow(further, 1, NOW)).toEqual(back);
  });

  test("forward past now is live again, with the same length", () => {
    expect(stepWindow(stepWindow(lastHour, -1, NOW), 1, NOW)).toEqual(lastHour);
    expect(stepWindow(lastHour, 1, NOW)).toBe(lastHour);
  });
});

test("live again is as long as the pinned window was, within what can be shown", () => {
  expect(liveWindow({ kind: "between", fromMs: 0, toMs: HOUR })).toEqual(lastHour);
  expect(liveWindow({ kind: "between", fromMs: 0, toMs: 5 })).toEqual({ kind: "last", spanMs: 60_000 });
});
