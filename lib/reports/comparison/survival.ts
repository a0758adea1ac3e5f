import type { SkewAnswer } from "@/lib/contract/skew";
import { AGE_BOUNDS_SEC } from "@/lib/domain/connections/model";
import { survivalOf } from "@/lib/domain/skew/life-table";
import { roundCount, roundRatio } from "../round";
import { inIso } from "../window";
import type { Recent } from "./recent";

/** Curves of those named, in their order; null: no sweep told how connections lived. */
export function survivalCurves({ span, lives }: Recent, names: readonly string[]): SkewAnswer["survival"] {
  if (span === null || lives.size === 0) return null;
  const curves = names.flatMap((name) => {
    const life = lives.get(name);
    if (life === undefined) return [];
    const { exposureSec, closedByAge } = life;
    return [
      {
        name,
        open: survivalOf(life).map(roundRatio),
        closed: sumOf(closedByAge),
        exposureSec: roundCount(sumOf(exposureSec)) ?? 0,
      },
    ];
  });
  return { from: inIso(span.fromMs), to: inIso(span.toMs), ages: [0, ...AGE_BOUNDS_SEC], curves };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
