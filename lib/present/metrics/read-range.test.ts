import { describe, expect, test } from "vitest";
import { prepareRangeChart, subjectLabels } from "./prepare-range-chart";
import { bucketAt, type RangeChartModel } from "./range-model";
import { formatStretch, leadingGrid, readRange, stretchAt, tableOfRange } from "./read-range";
import { instant, MINUTE_MS, metricsAnswer, NOW_MS, seriesOf } from "./testing/metrics-answer";
import { chartSpecs } from "./topics";

const FROM_MS = NOW_MS - 10 * MINUTE_MS;

function chart(): RangeChartModel {
  const node = "orders-001.abc123.0001.euc1.cache.amazonaws.com:6379";
  const base = { metric: "CurrConnections", unit: "count" as const, node };
  const answer = metricsAnswer([
    seriesOf({ ...base, values: [212, 214, null, 216, 0, 0, 0, 0, null, null] }),
    seriesOf({
      ...base,
      source: "engine",
      metric: "connected_clients",
      subject: node,
      statistic: null,
      values: Array.from({ length: 60 }, (_, index) => (index < 30 ? 200 + index : null)),
      max: Array.from({ length: 60 }, (_, index) => (index < 30 ? 240 : null)),
    }),
  ]);
  const [spec] = chartSpecs(answer.series);
  const model =
    spec &&
    prepareRangeChart(answer, spec, { tones: new Map(), labels: subjectLabels(answer.series), limit: null });
  if (!model) throw new Error("no chart");
  return model;
}

describe("a reading tells for which stretch each number stands", () => {
  test("a minute of CloudWatch, ten seconds of ours", () => {
    const reading = readRange(chart(), FROM_MS + 65_000, []);
    expect(reading.rows).toEqual([{ name: "orders-001", value: "214 · 206", tone: "other" }]);
    expect(reading.remarks).toEqual([
      "CloudWatch 13:51–13:52, 60\u202fs points",
      "Evenkeel 13:51:00–13:51:10, 10\u202fs points",
    ]);
    expect(stretchAt(chart(), FROM_MS + 65_000)).toEqual({
      fromMs: FROM_MS + MINUTE_MS,
      toMs: FROM_MS + 2 * MINUTE_MS,
    });
    expect(leadingGrid(chart())?.source).toBe("cloudwatch");
  });

  test("no data is a dash and says so, zero is zero", () => {
    const none = readRange(chart(), FROM_MS + 2.5 * MINUTE_MS, []);
    expect(none.rows[0]?.value).toBe("— · 215");
    expect(none.remarks[0]).toBe("CloudWatch has no data here");
    expect(readRange(chart(), FROM_MS + 5.5 * MINUTE_MS, []).rows[0]?.value).toBe("0 · —");
  });

  test("what happened in reach of the moment is named, a handful at most", () => {
    const marks = Array.from({ length: 6 }, (_, index) => ({
      atMs: FROM_MS + MINUTE_MS,
      precisionMs: MINUTE_MS,
      sentence: `event ${index}`,
    }));
    const { remarks } = readRange(chart(), FROM_MS + 1.5 * MINUTE_MS, marks);
    expect(remarks).toContain("event 0");
    expect(remarks).toContain("and 2 more");
    expect(readRange(chart(), FROM_MS + 5.5 * MINUTE_MS, marks).remarks.join()).not.toContain("event");
  });
});

test("a line alone tells the largest point of its bucket", () => {
  const model = chart();
  const own = { ...model, tracks: model.tracks.filter((track) => track.grid.source === "engine") };
  expect(readRange(own, FROM_MS + 5000, []).rows[0]?.value).toBe("200, max 240");
});

test("the table has the finest steps, newest first, under whole addresses", () => {
  const table = tableOfRange(chart());
  expect(table.columns).toEqual([
    "orders-001.abc123.0001.euc1.cache.amazonaws.com:6379 CloudWatch",
    "orders-001.abc123.0001.euc1.cache.amazonaws.com:6379 INFO",
  ]);
  expect(table.rows.at(-1)).toMatchObject({ csv: instant(FROM_MS), values: [212, 200] });
  expect(table.rows[0]?.values).toEqual([0, null]);
});

test("a moment belongs to the bucket that holds it", () => {
  const grid = { startsMs: [0, 60, 180], stepMs: 60 };
  expect([-1, 0, 59, 60, 120, 180, 239, 240].map((atMs) => bucketAt(grid, atMs))).toEqual([
    -1, 0, 0, 1, -1, 2, 2, -1,
  ]);
  expect(bucketAt({ startsMs: [], stepMs: 60 }, 0)).toBe(-1);
});

test("a stretch has seconds where it needs them", () => {
  expect(formatStretch(FROM_MS, FROM_MS + MINUTE_MS)).toBe("13:50–13:51");
  expect(formatStretch(FROM_MS, FROM_MS + 15_000)).toBe("13:50:00–13:50:15");
});
