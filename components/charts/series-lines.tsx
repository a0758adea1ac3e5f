import { Line } from "recharts";
import type { ChartLine } from "@/lib/present/charts/line-model";
import { colourOf } from "@/lib/present/charts/series-tones";

export interface LineRow {
  readonly atMs: number;
  readonly index: number;
}

const STEADY = {
  type: "linear",
  dot: false,
  activeDot: false,
  connectNulls: false,
  isAnimationActive: false,
  legendType: "none",
} as const;

/**
 * The lines of a chart, to be spread into a Recharts chart whose rows are LineRow. Names of clients are looked up by
 * place, never by key: Recharts would read `a.b` as a path.
 */
export function seriesLines(lines: readonly ChartLine[], focus: string | null) {
  const anySubject = lines.some((line) => line.tone === "subject");
  return lines.flatMap((line) => {
    const lifted = focus === line.name || (focus === null && line.tone === "subject");
    const receding = focus === null && anySubject && !lifted;
    const common = {
      ...STEADY,
      stroke: colourOf(line.tone),
      strokeWidth: lifted ? 2.4 : receding ? 1.2 : 1.6,
      strokeLinejoin: "round" as const,
      strokeOpacity: receding ? 0.75 : focus === null || lifted ? 1 : 0.25,
    };
    const dashed = line.partial.some((value) => value !== null);
    return [
      <Line
        key={`${line.name} whole`}
        {...common}
        dataKey={(row: LineRow) => line.whole[row.index] ?? null}
      />,
      dashed && (
        <Line
          key={`${line.name} partial`}
          {...common}
          strokeDasharray="4 3"
          dataKey={(row: LineRow) => line.partial[row.index] ?? null}
        />
      ),
    ];
  });
}
