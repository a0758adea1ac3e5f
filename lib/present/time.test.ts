import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatClock,
  formatDay,
  formatInstant,
  formatInstantInput,
  formatInZone,
  formatWhen,
  formatWindow,
  parseInstantInput,
  readInstant,
} from "./time";

const AT = Date.UTC(2026, 10, 22, 13, 48, 6);
const NOW = Date.UTC(2026, 10, 22, 14, 3, 0);

test("instants are UTC", () => {
  expect(formatInstant(AT)).toBe("22 Nov 2026, 13:48:06 UTC");
  expect(formatClock(AT)).toBe("13:48:06");
  expect(formatInstant(Date.UTC(2026, 8, 1))).toBe("1 Sep 2026, 00:00:00 UTC");
});

test("the reader's own clock, where its zone is known", () => {
  expect(formatInZone(AT, "Europe/Berlin")).toBe("22 Nov 2026, 14:48:06 CET");
  expect(formatInZone(AT, "Mars/Olympus")).toBe("22 Nov 2026, 13:48:06 UTC");
});

test("today needs no date, another year needs its number", () => {
  expect(formatWhen(AT, NOW)).toBe("13:48:06");
  expect(formatWhen(AT - 86_400_000, NOW)).toBe("21 Nov 13:48:06");
  expect(formatDay(Date.UTC(2025, 0, 3), NOW)).toBe("3 Jan 2025");
});

test.each([
  [Date.UTC(2026, 10, 22, 13), Date.UTC(2026, 10, 22, 14), "13:00 – 14:00, 22 Nov"],
  [Date.UTC(2026, 10, 22, 13, 48), Date.UTC(2026, 10, 22, 13, 48, 30), "13:48:00 – 13:48:30, 22 Nov"],
  [Date.UTC(2026, 10, 21, 23, 30), Date.UTC(2026, 10, 22, 0, 30), "21 Nov 23:30 – 22 Nov 00:30"],
])("window %d to %d → %s", (from, to, text) => expect(formatWindow(from, to, NOW)).toBe(text));

describe("what somebody types", () => {
  test.each([
    ["13:48", Date.UTC(2026, 10, 22, 13, 48)],
    ["13:48:06", AT],
    ["23:30", Date.UTC(2026, 10, 21, 23, 30)],
    ["2026-11-22", Date.UTC(2026, 10, 22)],
    ["2026-11-22 13:48:06", AT],
    ["2026-11-22T13:48:06Z", AT],
    ["2026-11-22T13:48:06.250Z", AT + 250],
    ["2026-11-22 13:48:06,250", AT + 250],
    ["2026-11-22T14:48:06+01:00", AT],
    ["2026-11-22 13:48 UTC", Date.UTC(2026, 10, 22, 13, 48)],
    [String(AT), AT],
    [String(AT / 1000), AT],
    ["-2h", NOW - 7_200_000],
    ["now-15m", NOW - 900_000],
    ["15 min ago", NOW - 900_000],
    [" now ", NOW],
  ])("%s", (text, ms) => expect(parseInstantInput(text, NOW)).toBe(ms));

  test.each([
    "",
    "13",
    "25:00",
    "13:60",
    "2026-13-01",
    "2026-02-31",
    "tomorrow",
    "1e3",
    "2026-11-22T13",
    "12345",
  ])("%s is not a time", (text) => expect(parseInstantInput(text, NOW)).toBeNull());

  test("what stands in the field reads as what it stands for", () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2100, 0) }), (ms) => {
        expect(parseInstantInput(formatInstantInput(ms), NOW)).toBe(Math.floor(ms / 1000) * 1000);
      }),
    );
  });

  test("anything at all is a time or null", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const ms = parseInstantInput(text, NOW);
        expect(ms === null || Number.isFinite(ms)).toBe(true);
      }),
    );
  });
});

test("an unreadable instant is null", () => {
  expect(readInstant("2026-11-22T13:48:06.000Z")).toBe(AT);
  expect(readInstant("soon")).toBeNull();
  expect(readInstant(null)).toBeNull();
});
