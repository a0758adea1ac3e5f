import type { BlockHistory } from "./block-history";
import { coverageOf } from "./closing";
import type { Finding } from "./finding";
import { type SkewAssessment, type SkewBy, type SkewVerdict, VERDICT_KINDS } from "./model";
import { byStandingOut, unevenArrivals } from "./verdict-arrivals";
import { unexplained } from "./verdict-balanced";
import { happenedTo } from "./verdict-history";
import { hotConnections } from "./verdict-hot";
import { leaks } from "./verdict-leak";
import { lifoDrift } from "./verdict-lifo-drift";
import { measuresOf, type SkewView, viewOf } from "./view";

/** The window that unattributed churn is counted over. */
const WINDOW_MS = 900_000;
/** Of several subjects with the same verdict, so many are named. */
const MOST_SUBJECTS = 3;

/** Judges what is remembered. `nowMs` only says how old a PING may be: blocks are closed by then. */
export function assess(by: SkewBy, history: BlockHistory, nowMs: number): SkewAssessment {
  const view = viewOf(by, history, nowMs);
  const { verdicts, reasons } = judge(view);
  const recent = history.blocks.slice(-Math.ceil(WINDOW_MS / history.blockMs));
  const seen = recent.reduce((sum, block) => sum + block.seen, 0);
  const coverage = coverageOf(recent);
  return {
    by,
    atMs: nowMs,
    skew: view.skew,
    subjects: measuresOf(view),
    verdicts: verdicts.length > 0 ? verdicts : [unexplained(view, reasons)],
    unattributed: {
      seen,
      unseen: coverage === null ? null : recent.reduce((sum, block) => sum + (block.unseen ?? 0), 0),
      ratio: coverage === null ? null : 1 - coverage,
    },
  };
}

function judge(view: SkewView): { verdicts: SkewVerdict[]; reasons: string[] } {
  if (view.subjects.length < 2) return { verdicts: [], reasons: [] };
  const byDistance = byStandingOut(view);
  const happened = byDistance.map((subject) => happenedTo(view, subject));
  const explained = new Set(verdictsOf(happened).map(({ subject }) => subject));
  const left = byDistance.filter(({ state }) => !explained.has(state.name));
  const uneven = left.map((subject) => unevenArrivals(view, subject)).slice(0, MOST_SUBJECTS);
  const drifts = left.map((subject) => lifoDrift(view, subject));
  const hot = [hotConnections(view)];
  const all = [happened, uneven, drifts, hot];
  const reasons = [...drifts, ...uneven, ...happened].flatMap((finding) =>
    finding.state === "no" && finding.why !== null ? [finding.why] : [],
  );
  const verdicts = [
    ...leaks(view),
    ...all.flatMap((findings) => verdictsOf(findings).slice(0, MOST_SUBJECTS)),
  ];
  return { verdicts: verdicts.sort((a, b) => strength(b) - strength(a)), reasons };
}

/** Confidence leads; between equals the order in which verdicts are decided. */
function strength({ kind, confidence }: SkewVerdict): number {
  return confidence - 0.02 * VERDICT_KINDS.indexOf(kind);
}

function verdictsOf(findings: readonly Finding[]): SkewVerdict[] {
  return findings.flatMap((finding) => (finding.state === "yes" ? [finding.verdict] : []));
}
