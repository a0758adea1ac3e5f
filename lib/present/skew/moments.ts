import type { SkewAnswer } from "@/lib/contract/skew";
import type { PlotMoment } from "../charts/line-model";
import { formatWhen } from "../time";
import type { View } from "../url";

/** What is marked on the charts over time: since when the leading verdict holds, and the two moments compared. */
export function shareMoments(
  answer: Pick<SkewAnswer, "verdicts" | "now">,
  { compare }: Pick<View, "compare">,
): PlotMoment[] {
  const since = answer.verdicts.find((verdict) => verdict.until === null && verdict.subject !== null)?.since;
  const marks: PlotMoment[] = [];
  if (since) {
    const atMs = Date.parse(since);
    marks.push({ atMs, role: "since", label: `since ${formatWhen(atMs, Date.parse(answer.now))}` });
  }
  if (compare !== null) {
    marks.push({ atMs: compare.aMs, role: "chosen", label: "A" });
    marks.push({ atMs: compare.bMs, role: "chosen", label: "B" });
  }
  return marks;
}
