import type { BlockHistory } from "./block-history";
import { coverageOf } from "./closing";
import type { Finding } from "./finding";
import type { SkewAssessment, SkewBy, SkewVerdict } from "./model";
import { unexplained } from "./verdict-balanced";
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
  const byShare = [...view.subjects].sort((left, right) => (right.ratio?.low ?? 0) - (left.ratio?.low ?? 0));
  const drifts = byShare.map((subject) => lifoDrift(view, subject));
  const reasons = drifts.flatMap((finding) =>
    finding.state === "no" && finding.why !== null ? [finding.why] : [],
  );
  return { verdicts: verdictsOf(drifts), reasons };
}

function verdictsOf(findings: readonly Finding[]): SkewVerdict[] {
  return findings
    .flatMap((finding) => (finding.state === "yes" ? [finding.verdict] : []))
    .sort((left, right) => right.confidence - left.confidence)
    .slice(0, MOST_SUBJECTS);
}
