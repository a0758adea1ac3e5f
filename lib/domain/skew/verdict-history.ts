import { arrivalsOf } from "./closing";
import { logistic, upTo } from "./confidence";
import { againstOthers, evidence, ratesOf } from "./evidence";
import { LABEL } from "./evidence-labels";
import type { Finding } from "./finding";
import type { SkewVerdict } from "./model";
import { shareTrend } from "./share-trend";
import type { SkewView, ViewSubject } from "./view";

/** Said for at least so long after it happened, however fast the connections came back. */
const NEWS_MS = 120_000;
/** Below this part of its share it has not recovered. */
const RECOVERED = 0.87;

/** With fewer by fair share, a lack of them may be chance. */
const MIN_EXPECTED = 10;
/** A restart that its own process told is no chance; but with fewer, having less than a share is. */
const MIN_EXPECTED_OF_TOLD = 4;
/** New connections below this part of fair are kept away from it: a weight, a failing check. */
const AVOIDED = 0.5;

/** Imbalanced by what happened to it: it was restarted, or it is new, and only gets its share of what opens since. */
export function happenedTo(view: SkewView, subject: ViewSubject): Finding {
  const { state } = subject;
  const { added, restart } = state;
  const event = restart !== null && restart.atMs >= (added?.atMs ?? 0) ? restart : added;
  const expected = subject.fairShare * view.total;
  if (event === null || subject.ratio === null) return { state: "no", why: null };
  const kind = event === restart ? "proxy-restarted" : "proxy-added";
  const isTold = kind === "proxy-restarted" && restart?.sure === true;
  if (expected < (isTold ? MIN_EXPECTED_OF_TOLD : MIN_EXPECTED)) return { state: "no", why: null };
  const isNews = view.nowMs - event.atMs < NEWS_MS + 3 * view.history.blockMs;
  if (subject.ratio.value >= RECOVERED && !(isNews && subject.ratio.value < 1))
    return { state: "no", why: null };
  if (kind === "proxy-restarted" && !isTold && !isAlone(view, subject)) return { state: "no", why: null };
  // What opens in the minute after is everybody's reconnecting; later arrivals show what the balancer does.
  const arrivals = arrivalsOf(view, subject, Math.max(event.atMs, state.maskedUntilMs));
  const known = "reason" in arrivals ? null : arrivals;
  if (known !== null && known.ratio.state === "fewer" && known.ratio.high < AVOIDED) {
    return {
      state: "no",
      why: `${state.name} was ${kind === "proxy-added" ? "added" : "restarted"}, and new connections avoid it since`,
    };
  }
  return { state: "yes", verdict: verdictOf(view, subject, kind, event.atMs) };
}

/** Below half of all too: where one is heavy all others are light, and one of them that emptied is no news. */
function isAlone(view: SkewView, { ratio }: ViewSubject): boolean {
  const ratios = view.subjects.map((other) => other.ratio?.value ?? 1).sort((left, right) => left - right);
  const middle = ratios[Math.floor((ratios.length - 1) / 2)] ?? 1;
  return (ratio?.value ?? 1) < RECOVERED * middle || middle >= RECOVERED;
}

function verdictOf(
  view: SkewView,
  subject: ViewSubject,
  kind: "proxy-restarted" | "proxy-added",
  sinceMs: number,
): SkewVerdict {
  const { state } = subject;
  const sure = kind === "proxy-added" || state.restart?.sure === true;
  const before = kind === "proxy-restarted" ? (state.restart?.before ?? null) : null;
  const arrivals = arrivalsOf(view, subject, sinceMs);
  const rates = "reason" in arrivals ? null : ratesOf(view, arrivals.blocks, arrivals.source, subject);
  return {
    kind,
    by: view.by,
    subject: state.name,
    group: null,
    sinceMs,
    confidence: logistic((sure ? 3.6 : 2.9) + upTo(1, 1 - (subject.ratio?.value ?? 1))),
    trend: shareTrend(view, subject),
    evidence: [
      ...evidence(LABEL.share, subject.share, "share"),
      ...evidence(LABEL.fairShare, subject.fairShare, "share"),
      ...evidence(LABEL.before, before, "connections"),
      ...evidence(LABEL.now, subject.connections, "connections"),
      ...evidence(LABEL.arrivals, "reason" in arrivals ? null : arrivals.ratio.value, "ratio"),
      ...(rates === null
        ? []
        : againstOthers(
            view,
            subject,
            "opened per second",
            "per_second",
            ({ slot }) => rates.get(slot)?.openedPerSec ?? null,
          )),
      ...evidence(LABEL.timeSince, (view.nowMs - sinceMs) / 1000, "seconds"),
    ],
    condition: sure
      ? null
      : "its connections went at once while the others kept theirs; its own process did not tell of a restart",
  };
}
