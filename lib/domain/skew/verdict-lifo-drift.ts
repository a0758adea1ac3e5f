import { type Busyness, busynessOf } from "./busyness";
import { type Arrivals, arrivalsOf, type Closing, closingOf } from "./closing";
import { logistic, upTo } from "./confidence";
import { againstOthers, evidence, type LatencyPair, latencyPair, ratesOf } from "./evidence";
import { LABEL } from "./evidence-labels";
import { excessGroup } from "./excess-group";
import type { Finding } from "./finding";
import type { SkewEvidence, SkewVerdict } from "./model";
import { sidakZ } from "./normal";
import { shareTrend } from "./share-trend";
import type { SkewView, ViewSubject } from "./view";

/** Upper bound of the close-hazard ratio below which connections are kept rather than merely lucky. */
const MAX_HAZARD = 0.67;
/** Closes missing by more than all subjects together would show by chance, this surely, stand in for the alarm. */
const SURE = 0.9995;
const MAX_ARRIVAL_PART = 0.5;
/** A group that makes less of the drift is not named. */
const MIN_PART = 0.3;
/** A slower probe counts from here: times the others' median, and milliseconds more. */
const SLOWER = 1.5;
const SLOWER_MS = 2;

/**
 * Heavy although new connections come evenly, because its connections are closed less often, and they are in use: pools
 * that hand out what was returned last keep the slow proxy's connections and let the others' idle away.
 */
export function lifoDrift(view: SkewView, subject: ViewSubject): Finding {
  const name = subject.state.name;
  if (!subject.leaning) return { state: "no", why: null };
  const closing = closingOf(view, subject);
  // Before it is heavy, the alarm has to be there: a drift is told while it begins.
  if (!subject.heavy && !closing?.alarm) return { state: "no", why: null };
  if (closing === null)
    return no(`${name} carries more than its share, but too few of its connections closed to tell why`);
  if (!isKept(view, closing)) {
    return no(
      `${name} carries more than its share, but how often its connections are closed against the others' lies between ` +
        `${times(closing.ratio.low)} and ${times(closing.ratio.high)} (below ${MAX_HAZARD}× is needed, from ${closing.closes} closes)`,
    );
  }
  const arrivals = arrivalsOf(view, subject, closing.sinceMs);
  if ("reason" in arrivals)
    return no(
      `${name} carries more than its share, but whether new connections are spread evenly is not known: ${arrivals.reason}`,
    );
  if (!explainLittle(subject, arrivals)) {
    return no(
      `${name} carries more than its share and its connections are closed less often, but its new connections lie between ` +
        `${times(arrivals.ratio.low)} and ${times(arrivals.ratio.high)} their fair share (0.8 to 1.25 is needed, from ${arrivals.opened} opened)`,
    );
  }
  const group = excessGroup(view, subject);
  const busyness = busynessOf(view, subject, group !== null && group.part >= MIN_PART ? group.group : null);
  if (busyness.state === "idle") {
    return no(
      `${name} carries more than its share and closes less often, but a tenth of its connections are idle for ${busyness.ownSec} s or more, ` +
        `so they are not kept because they are used`,
    );
  }
  const latency = latencyPair(view, subject);
  const slower = latency !== null && isSlower(latency);
  if (busyness.state === "not-known" && !slower) {
    return no(
      `${name} carries more than its share and closes less often, but neither the idleness of its connections nor a slower answer is known`,
    );
  }
  return {
    state: "yes",
    verdict: verdictOf(view, subject, { closing, arrivals, busyness, latency, slower }),
  };
}

/** Found by the watch that waits for it, or so plain that it need not wait. */
function isKept(view: SkewView, { alarm, ratio, missing }: Closing): boolean {
  return ratio.high < MAX_HAZARD && (alarm || missing > sidakZ(view.subjects.length, SURE));
}

/** Arrivals are even, or at most as uneven as explains less than a part of ln r (Little 1961: ln r = ln u + ln 1/HR). */
function explainLittle(subject: ViewSubject, { ratio }: Arrivals): boolean {
  if (ratio.state === "even") return true;
  return Math.log(ratio.high) < MAX_ARRIVAL_PART * Math.log(subject.ratio?.value ?? 1);
}

interface Grounds {
  readonly closing: Closing;
  readonly arrivals: Arrivals;
  readonly busyness: Busyness;
  readonly latency: LatencyPair | null;
  readonly slower: boolean;
}

function verdictOf(view: SkewView, subject: ViewSubject, grounds: Grounds): SkewVerdict {
  const { closing, latency, slower, busyness } = grounds;
  const group = excessGroup(view, subject);
  const weakness = [
    ...(busyness.state === "not-known" ? ["how idle its connections are is not known"] : []),
    ...(latency !== null && !slower ? ["it does not answer slower than the others now"] : []),
  ];
  return {
    kind: "lifo-drift",
    by: view.by,
    subject: subject.state.name,
    group: group !== null && group.part >= MIN_PART ? group.group : null,
    sinceMs: closing.sinceMs,
    confidence: confidenceOf(subject, grounds),
    trend: shareTrend(view, subject),
    evidence: evidenceOf(view, subject, grounds, group?.part ?? null),
    condition: weakness.length === 0 ? null : weakness.join("; "),
  };
}

function evidenceOf(
  view: SkewView,
  subject: ViewSubject,
  grounds: Grounds,
  part: number | null,
): SkewEvidence[] {
  const { closing, arrivals, latency, busyness } = grounds;
  const opened = ratesOf(view, arrivals.blocks, arrivals.source, subject);
  const closed = ratesOf(view, closing.blocks, closing.source, subject);
  return [
    ...evidence(LABEL.share, subject.share, "share"),
    ...evidence(LABEL.fairShare, subject.fairShare, "share"),
    ...evidence(LABEL.compared, view.subjects.length, "count"),
    ...againstOthers(
      view,
      subject,
      "opened per second",
      "per_second",
      ({ slot }) => opened.get(slot)?.openedPerSec ?? null,
    ),
    ...evidence(LABEL.arrivals, arrivals.ratio.value, "ratio"),
    ...againstOthers(
      view,
      subject,
      "closed per second",
      "per_second",
      ({ slot }) => closed.get(slot)?.closedPerSec ?? null,
    ),
    ...evidence(LABEL.hazard, closing.ratio.value, "ratio"),
    ...evidence(LABEL.hazardLow, closing.ratio.low, "ratio"),
    ...evidence(LABEL.hazardHigh, closing.ratio.high, "ratio"),
    ...evidence(LABEL.latencyOwn, latency?.own ?? null, "ms"),
    ...evidence(LABEL.latencyOthers, latency?.others ?? null, "ms"),
    ...evidence(LABEL.part, part, "share"),
    ...evidence(LABEL.idleOwn, busyness.ownSec, "seconds"),
    ...evidence(LABEL.idleAtClose, busyness.othersSec, "seconds"),
    ...evidence(LABEL.closes, closing.closes, "count"),
    ...evidence(LABEL.opened, arrivals.total, "count"),
  ];
}

function confidenceOf(
  subject: ViewSubject,
  { closing, arrivals, slower, latency, busyness }: Grounds,
): number {
  const hazard = upTo(1, Math.log(MAX_HAZARD / closing.ratio.high));
  const heavy = upTo(1, Math.log((subject.ratio?.low ?? 1) / 1.15));
  const probe = slower ? 1.5 : latency === null ? 0 : -0.5;
  return logistic(
    1.5 +
      1.5 * hazard +
      heavy +
      probe +
      (busyness.state === "busy" ? 0.5 : -0.5) +
      (arrivals.ratio.state === "even" ? 0.3 : -0.2),
  );
}

function isSlower({ own, others }: LatencyPair): boolean {
  return own >= SLOWER * others && own >= others + SLOWER_MS;
}

function no(why: string): Finding {
  return { state: "no", why };
}

function times(ratio: number): string {
  return `${ratio >= 10 ? Math.round(ratio) : ratio.toFixed(2)}×`;
}
