import { logistic } from "./confidence";
import { evidence } from "./evidence";
import { LABEL } from "./evidence-labels";
import type { SkewVerdict } from "./model";
import { chanceRatio, HEAVY_BOUND } from "./share-ratio";
import type { SkewView } from "./view";

/** Fewer connections each cannot be told from chance. */
const MIN_EACH = 10;
/** A departure that chance gives less often than this is not called balance, though nobody is beyond the bounds. */
const SURELY = 0.995;
/** So many blocks have to be known before anything is said. */
const MIN_BLOCKS = 3;

/**
 * When no cause was found: `balanced` if nobody is beyond chance, else `insufficient-data` with the condition that failed.
 * Balance needs no closes at all: a FIFO pool may close nothing for minutes.
 */
export function unexplained(view: SkewView, reasons: readonly string[]): SkewVerdict {
  const { subjects, by } = view;
  const blocks = view.history.blocks.length;
  const noun = by === "proxy" ? "proxies" : by === "node" ? "nodes" : "zones";
  if (subjects.length < 2) {
    const unknown = view.unknown.length > 0 ? ` (not known: ${view.unknown.join(", ")})` : "";
    return insufficient(
      view,
      `${subjects.length} of the ${noun} ${subjects.length === 1 ? "has" : "have"} connections, two are needed${unknown}`,
    );
  }
  if (blocks < MIN_BLOCKS) {
    return insufficient(view, `${blocks} of ${MIN_BLOCKS} sweeps were seen so far`);
  }
  const fewest = Math.min(...subjects.map(({ fairShare }) => fairShare * view.total));
  if (fewest < MIN_EACH) {
    return insufficient(
      view,
      `${Math.round(view.total)} connections over ${subjects.length} ${noun}: ${fewest.toFixed(1)} each by fair share, ${MIN_EACH} are needed`,
    );
  }
  const worst = Math.max(...subjects.map(({ ratio }) => departure(ratio?.value ?? 1)));
  const chance = chanceRatio(subjects.length, fewest);
  if (
    subjects.some(({ heavy, light }) => heavy || light) ||
    worst > Math.max(HEAVY_BOUND, chanceRatio(subjects.length, fewest, SURELY))
  ) {
    return insufficient(view, reasons[0] ?? unexplainedSubject(view));
  }
  return {
    kind: "balanced",
    by,
    subject: null,
    group: null,
    sinceMs: null,
    confidence: logistic(4 - 0.8 * (chance - 1)),
    trend: null,
    evidence: [
      ...evidence(LABEL.departure, worst - 1, "share"),
      ...evidence(LABEL.chanceDeparture, chance - 1, "share"),
      ...evidence(LABEL.connections, view.total, "connections"),
      ...evidence(LABEL.compared, subjects.length, "count"),
    ],
    condition: view.unknown.length > 0 ? `not known: ${view.unknown.join(", ")}` : null,
  };
}

function unexplainedSubject(view: SkewView): string {
  const worst = [...view.subjects].sort(
    (left, right) => departure(right.ratio?.value ?? 1) - departure(left.ratio?.value ?? 1),
  )[0];
  const share = ((worst?.share ?? 0) * 100).toFixed(0);
  const fair = ((worst?.fairShare ?? 0) * 100).toFixed(0);
  return `${worst?.state.name ?? "one"} carries ${share} % of the connections (fair ${fair} %), and nothing seen so far explains it`;
}

function insufficient(view: SkewView, condition: string): SkewVerdict {
  return {
    kind: "insufficient-data",
    by: view.by,
    subject: null,
    group: null,
    sinceMs: null,
    confidence: 0,
    trend: null,
    evidence: [
      ...evidence(LABEL.connections, view.total, "connections"),
      ...evidence(LABEL.compared, view.subjects.length, "count"),
      ...evidence("blocks seen", view.history.blocks.length, "count"),
    ],
    condition,
  };
}

/** 1.2 for a share of 1.2 or of 1 ÷ 1.2 times what is fair. */
function departure(ratio: number): number {
  return ratio >= 1 ? ratio : 1 / Math.max(ratio, 0.01);
}
