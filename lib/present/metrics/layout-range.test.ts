import { describe, expect, test } from "vitest";
import { layoutRange, plotEdges, rangeHeightPx } from "./layout-range";
import { prepareRangeChart, subjectLabels } from "./prepare-range-chart";
import type { RangeChartModel } from "./range-model";
import { metricsAnswer, seriesOf } from "./testing/metrics-answer";
import { chartSpecs } from "./topics";

function modelOf(values: (number | null)[], change: Partial<RangeChartModel> = {}): RangeChartModel {
  const answer = metricsAnswer([seriesOf({ values })]);
  const [spec] = chartSpecs(answer.series);
  const model =
    spec &&
    prepareRangeChart(answer, spec, { tones: new Map(), labels: subjectLabels(answer.series), limit: null });
  if (!model) throw new Error("no chart");
  return { ...model, ...change };
}

const SIZE = { widthPx: 1000, heightPx: 132 };
const EDGES = { leftPx: 100, rightPx: 100 };

describe("a value is drawn over the whole of its minute", () => {
  test("ten minutes over 800 px: 80 px each, and nothing between two values but a riser", () => {
    const { tracks } = layoutRange(modelOf([0, 50, null, 50, ...new Array(6).fill(null)]), SIZE, EDGES);
    const [track] = tracks;
    const starts = [...(track?.level.matchAll(/M([\d.]+) ([\d.]+)H([\d.]+)/g) ?? [])].map((match) => [
      Number(match[1]),
      Number(match[3]),
    ]);
    expect(starts).toEqual([
      [100, 180],
      [180, 260],
      [340, 420],
    ]);
    expect(track?.risers).toMatch(/^M180 [\d.]+V[\d.]+$/);
    expect(track?.level).not.toMatch(/L/);
  });

  test("equal neighbours need no riser, a gap has none", () => {
    const { tracks } = layoutRange(modelOf([5, 5, null, 6, ...new Array(6).fill(null)]), SIZE, EDGES);
    expect(tracks[0]?.risers).toBe("");
  });

  test("a bucket that reaches beyond the window is cut at its edge", () => {
    const model = modelOf([5, ...new Array(9).fill(null)]);
    const later = { ...model, fromMs: model.fromMs + 30_000 };
    expect(layoutRange(later, SIZE, EDGES).tracks[0]?.level).toMatch(/^M100 /);
  });

  test("where a bucket holds several points, it reaches up to the largest", () => {
    const model = modelOf([5, ...new Array(9).fill(null)]);
    const peaks = { ...model, tracks: model.tracks.map((track) => ({ ...track, peaks: [9] })), max: 9 };
    expect(layoutRange(peaks, SIZE, EDGES).tracks[0]?.reach).toMatch(/^M100 .*Z$/);
  });
});

test("all charts of a page have the same plot, whatever they show", () => {
  const edges = plotEdges(1000, ["orders-001", "orders-002"]);
  const small = layoutRange(modelOf([1]), SIZE, edges).box;
  const large = layoutRange(modelOf([1e9], { unit: "bytes" }), SIZE, edges).box;
  expect([large.left, large.width]).toEqual([small.left, small.width]);
});

test("a limit has its name among the labels, and no two labels touch", () => {
  const model = modelOf([90, 90], { reference: { name: "threshold 90 %", value: 90 }, max: 93 });
  const { labels, referenceY } = layoutRange(model, SIZE, plotEdges(1000, ["orders-001"]));
  expect(labels.map((label) => [label.name, label.tone]).sort()).toEqual([
    ["orders-001", "other"],
    ["threshold 90 %", null],
  ]);
  const [a = 0, b = 0] = labels.map((label) => label.y);
  expect(Math.abs(a - b)).toBeGreaterThanOrEqual(15);
  expect(referenceY).not.toBeNull();
});

test("a strand without any value stands as a dash beside the one that has some", () => {
  const model = modelOf([95]);
  const [track] = model.tracks;
  if (!track) throw new Error("no track");
  const tracks = [{ ...track, word: "CloudWatch", last: null }, track];
  const [label] = layoutRange({ ...model, tracks }, SIZE, plotEdges(1000, ["orders-001"])).labels;
  expect(label?.value).toBe("— · 95");
});

test("a line that ends before its label is told from one that reaches it", () => {
  const currentOf = (values: (number | null)[]) => {
    const { labels } = layoutRange(modelOf(values), SIZE, plotEdges(1000, ["orders-001"]));
    return labels.find((label) => label.tone !== null)?.current;
  };
  expect(currentOf([1])).toBe(false);
  expect(currentOf(new Array(10).fill(1))).toBe(true);
});

test("on a phone the labels stand below and the plot has the width", () => {
  const edges = plotEdges(340, ["orders-001"]);
  const { labels, labelsBelow, box } = layoutRange(modelOf([1]), { widthPx: 340, heightPx: 132 }, edges);
  expect(labelsBelow).toBe(true);
  expect(labels).toEqual([]);
  expect(box.width).toBeGreaterThan(280);
});

test("a dozen labels have room", () => {
  expect(rangeHeightPx(3)).toBe(rangeHeightPx(1));
  expect(rangeHeightPx(12)).toBeGreaterThan(12 * 15);
  expect(rangeHeightPx(40)).toBe(rangeHeightPx(12));
});

test("a band says why it is empty where there is room for it", () => {
  const model = modelOf([]);
  const band = {
    kind: "unfetched" as const,
    fromMs: model.fromMs,
    toMs: model.toMs,
    sentence: "not fetched",
  };
  const narrow = { ...band, toMs: model.fromMs + 1000 };
  const { bands } = layoutRange({ ...model, bands: [band, narrow] }, SIZE, EDGES);
  expect(bands.map((placed) => placed.label?.text ?? null)).toEqual(["not fetched", null]);
});
