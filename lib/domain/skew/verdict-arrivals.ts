import { sumBlocks, sumOf } from "./block";
import { type Arrivals, arrivalsOf } from "./closing";
import { logistic, upTo } from "./confidence";
import { COUNT_SOURCES, FIELDS_OF } from "./detectors";
import { againstOthers, evidence, ratesOf } from "./evidence";
import { LABEL } from "./evidence-labels";
import { excessGroup } from "./excess-group";
import type { Finding } from "./finding";
import { sidakZ } from "./normal";
import { shareTrend } from "./share-trend";
import type { SkewView, ViewSubject } from "./view";

/** Of what makes the imbalance, arrivals have to make this much. */
const MIN_PART = 0.6;
/** The interval of arrivals has to lie outside these, with all subjects compared at once. */
const UNEVEN_LOW = 0.87;
const UNEVEN_HIGH = 1.15;
const TOGETHER = 0.99;
/** A source that expects fewer to have opened tells no parts. */
const LEAST_OPENED = 15;

/** Imbalanced because new connections do not come by fair shares: weights, a pinned client, a balancer that prefers one. */
export function unevenArrivals(view: SkewView, subject: ViewSubject): Finding {
  if (!subject.heavy && !subject.light) return { state: "no", why: null };
  const sinceMs = alarmSince(view, subject);
  const arrivals = arrivalsOf(view, subject, sinceMs ?? view.nowMs - 1);
  if ("reason" in arrivals) return { state: "no", why: null };
  const { ratio } = arrivals;
  const isMore = ratio.value > 1;
  if (isMore !== subject.heavy) return { state: "no", why: null };
  const margin = marginOf(view, arrivals);
  const name = subject.state.name;
  const range = `${ratio.low.toFixed(2)}× and ${ratio.high.toFixed(2)}× their fair share, from ${arrivals.opened} opened`;
  if (margin <= 0) {
    return {
      state: "no",
      why: `${name} carries ${isMore ? "more" : "less"} than its share; its new connections lie between ${range}`,
    };
  }
  const part = arrivalPart(view, subject, arrivals);
  if (part < MIN_PART) return { state: "no", why: null };
  const rates = ratesOf(view, arrivals.blocks, arrivals.source, subject);
  const group = excessGroup(view, subject);
  return {
    state: "yes",
    verdict: {
      kind: "uneven-arrivals",
      by: view.by,
      subject: name,
      group: group !== null && group.part >= 0.6 && group.part < 1 ? group.group : null,
      sinceMs,
      confidence: logistic(2.6 + 2 * upTo(1, margin) + upTo(1, part - MIN_PART)),
      trend: shareTrend(view, subject),
      evidence: [
        ...evidence(LABEL.share, subject.share, "share"),
        ...evidence(LABEL.fairShare, subject.fairShare, "share"),
        ...evidence(LABEL.arrivals, ratio.value, "ratio"),
        ...evidence(LABEL.arrivalsLow, ratio.low, "ratio"),
        ...evidence(LABEL.arrivalsHigh, ratio.high, "ratio"),
        ...againstOthers(
          view,
          subject,
          "opened per second",
          "per_second",
          ({ slot }) => rates.get(slot)?.openedPerSec ?? null,
        ),
        ...againstOthers(
          view,
          subject,
          "closed per second",
          "per_second",
          ({ slot }) => rates.get(slot)?.closedPerSec ?? null,
        ),
        ...evidence(LABEL.arrivalPart, part, "share"),
        ...evidence(LABEL.opened, arrivals.total, "count"),
      ],
      condition: null,
    },
  };
}

/**
 * Of several subjects off their share the one that stands out comes first: farthest from the middle of all. With one
 * weight of four among three proxies the others get half their share each, and are no news.
 */
export function byStandingOut(view: SkewView): ViewSubject[] {
  const logs = view.subjects.map(({ ratio }) => Math.log(Math.max(ratio?.value ?? 1, 0.01)));
  const sorted = [...logs].sort((left, right) => left - right);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  const middle =
    sorted.length % 2 === 1 || sorted.length === 2 ? upper : (upper + (sorted[half - 1] ?? 0)) / 2;
  return view.subjects
    .map((subject, at) => ({ subject, distance: Math.abs((logs[at] ?? 0) - middle) }))
    .sort((left, right) => right.distance - left.distance)
    .map(({ subject }) => subject);
}

/** How far the interval lies beyond even, in units of ln; below 0: not beyond. */
function marginOf(view: SkewView, { source, ratio, opened, total }: Arrivals): number {
  const phi = view.history.detectors[source].phi.opened;
  const z = sidakZ(view.subjects.length, TOGETHER);
  const error = z * Math.sqrt(phi * Math.max(0, 1 / Math.max(opened, 0.5) - 1 / Math.max(total, 1)));
  const centre = Math.log(Math.max(ratio.value, 0.01));
  return ratio.value > 1 ? centre - error - Math.log(UNEVEN_HIGH) : Math.log(UNEVEN_LOW) - centre - error;
}

/**
 * Arrivals' part of what drives the subject away from its share, by the exact identity
 * Δn_s − w_s ΔN = (B_s − w_s B) arrivals + (D E_s/E − D_s) closing + D (w_s − E_s/E) restoring:
 * the first term ÷ the terms of its own sign among the first two; the third only ever pulls back. Health checks, which only
 * the counters see, open and close evenly and so seem to be kept by the heavy one: the source with the larger part counts.
 */
function arrivalPart(view: SkewView, subject: ViewSubject, { blocks, ratio }: Arrivals): number {
  const sums = sumBlocks(blocks, view.history.subjects.slots.length, subject.slot);
  const sign = ratio.value > 1 ? 1 : -1;
  const parts = COUNT_SOURCES.map((source) => {
    const fields = FIELDS_OF[source];
    const expected = sumOf(sums, subject.slot, fields.expected);
    const more = sign * (sumOf(sums, subject.slot, fields.opened) - expected);
    const kept = sign * (sumOf(sums, subject.slot, fields.others) - sumOf(sums, subject.slot, fields.own));
    return expected < LEAST_OPENED || more <= 0 ? 0 : more / (more + Math.max(0, kept));
  });
  return Math.max(...parts);
}

function alarmSince(view: SkewView, subject: ViewSubject): number | null {
  for (const source of ["counter", "ledger"] as const) {
    const { of, threshold } = view.history.detectors[source];
    const alarms = of(subject.slot);
    const alarm = subject.heavy ? alarms?.moreArrivals : alarms?.fewerArrivals;
    if (alarm !== undefined && alarm.score > threshold / 2) return alarm.sinceMs;
  }
  return null;
}
