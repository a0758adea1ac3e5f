import type { SkewAnswer } from "@/lib/contract/skew";
import { findUncollected } from "../charts/gap-bands";
import type { ChartLine, LineChartModel, ReferenceLine } from "../charts/line-model";
import type { LineUnit } from "../charts/line-unit";
import { placeInBucket, prepareMarks } from "../charts/prepare-connections";
import type { SeriesTone } from "../charts/series-tones";
import { highestOf, lastKnown, splitByCoverage } from "../charts/split-lines";
import { formatPercent } from "../words";
import { type ChosenSubjects, medianOf, othersName } from "./choose-subjects";
import { byWords } from "./verdict-words";

type Values = readonly (number | null)[];
type Subject = SkewAnswer["series"]["subjects"][number];

interface LineOptions {
  readonly chosen: ChosenSubjects;
  /** Tones of the page; the leading verdict's subject takes the strong one instead. */
  readonly tones: ReadonlyMap<string, number>;
}

/** Share of connections over time in percent, with the fair share where all have the same. */
export function prepareShares(answer: SkewAnswer, options: LineOptions): LineChartModel {
  const percentOf = (subject: Subject) => subject.share.map((share) => (share === null ? null : share * 100));
  return prepareLines(answer, options, { unit: "percent", valuesOf: percentOf, reference: fairLine(answer) });
}

/** Median round trip of PINGs through each, ms. Null: nobody's is known. */
export function prepareLatency(answer: SkewAnswer, options: LineOptions): LineChartModel | null {
  const model = prepareLines(answer, options, {
    unit: "ms",
    valuesOf: (subject) => subject.latencyMs,
    reference: null,
  });
  return model.lines.some((line) => line.last !== null) ? model : null;
}

export function toneOf(name: string, { chosen, tones }: LineOptions): SeriesTone {
  return name === chosen.subject ? "subject" : (tones.get(name) ?? "other");
}

function prepareLines(
  answer: SkewAnswer,
  options: LineOptions,
  how: { unit: LineUnit; valuesOf: (subject: Subject) => Values; reference: ReferenceLine | null },
): LineChartModel {
  const { chosen } = options;
  const frame = frameOf(answer);
  const byName = new Map(answer.series.subjects.map((subject) => [subject.name, how.valuesOf(subject)]));
  const valuesOf = (name: string): Values => byName.get(name) ?? frame.startsMs.map(() => null);
  const newest = Math.max(...[...byName.values()].map((values) => lastKnown(values)?.index ?? -1), -1);
  const lines = chosen.names.map((name) => lineOf(name, toneOf(name, options), valuesOf(name), newest));
  if (chosen.others.length > 0) {
    const others = chosen.others.map(valuesOf);
    const median = frame.startsMs.map((_, index) => medianOf(others.map((values) => values[index])));
    lines.push(lineOf(othersName(chosen), "rest", median, newest));
  }
  return {
    ...frame,
    unit: how.unit,
    lines,
    aside: [],
    total: null,
    reference: how.reference,
    max: highestOf([...lines.map((line) => line.values), ...(how.reference ? [how.reference.values] : [])]),
    marks: prepareMarks(answer.observations, frame),
    note: noteOf(answer, chosen),
  };
}

function lineOf(name: string, tone: SeriesTone, values: Values, newest: number): ChartLine {
  const last = lastKnown(values);
  const whole = values.map(() => true);
  return {
    name,
    tone,
    values,
    ...splitByCoverage(values, whole),
    last,
    current: last !== null && last.index >= newest - 1,
  };
}

function frameOf(
  answer: SkewAnswer,
): Pick<LineChartModel, "fromMs" | "toMs" | "stepMs" | "startsMs" | "atMs" | "bands"> {
  const { at, stepMs, subjects } = answer.series;
  const window = { fromMs: Date.parse(answer.window.from), toMs: Date.parse(answer.window.to) };
  const nowMs = Date.parse(answer.now);
  const startsMs = at.map((instant) => Date.parse(instant));
  const bands = findUncollected({
    startsMs,
    stepMs,
    nodesSeen: startsMs.map(
      (_, index) => subjects.filter((one) => (one.connections[index] ?? null) !== null).length,
    ),
    nowMs: Math.min(nowMs, window.toMs),
    bands: [],
  });
  const atMs = startsMs.map((startMs) => placeInBucket(startMs, stepMs, window, nowMs));
  return { ...window, stepMs, startsMs, atMs, bands };
}

/** One line for all; none where weights make fair shares differ, or where there is nobody to compare with. */
function fairLine(answer: SkewAnswer): ReferenceLine | null {
  const shares = new Set(answer.proxies.filter((row) => row.inRotation).map((row) => row.fairShare));
  const [fair] = shares;
  if (shares.size !== 1 || fair === undefined || fair >= 1) return null;
  return { name: `fair share ${formatPercent(fair)}`, values: answer.series.at.map(() => fair * 100) };
}

function noteOf(answer: SkewAnswer, { names, others }: ChosenSubjects): string | null {
  if (others.length === 0) return null;
  return `${names.length} of ${answer.proxies.length} ${byWords(answer.by).many}`;
}
