/** A line the size of a word: zero-based, gaps stay gaps. Pure. */
import { countOf, formatCount } from "../words";

export interface Sparkline {
  /** SVG path: one piece per run of known values. */
  readonly path: string;
  /** The same, closed down to zero. */
  readonly area: string;
  /** Known values with unknown neighbours: a line of no length, drawn as dots. */
  readonly dots: readonly Point[];
  /** The last value if it is known: the end of the line. */
  readonly end: Point | null;
  readonly label: string;
}

export interface SparklineSize {
  readonly width: number;
  readonly height: number;
  /** Free on all sides, for the line's thickness and its end. */
  readonly inset: number;
}

const round = (value: number) => Math.round(value * 100) / 100;

/** The top is the highest value of this line: lines compare in shape, not in height. */
export function layoutSparkline(values: readonly (number | null)[], size: SparklineSize): Sparkline {
  const known = values.flatMap((value) => (value === null ? [] : [value]));
  const highest = Math.max(1, ...known);
  const innerWidth = size.width - 2 * size.inset;
  const innerHeight = size.height - 2 * size.inset;
  const points = values.map((value, index) =>
    value === null
      ? null
      : {
          x: round(
            size.inset + (values.length < 2 ? innerWidth : (index / (values.length - 1)) * innerWidth),
          ),
          y: round(size.inset + (1 - value / highest) * innerHeight),
        },
  );
  const runs = splitRuns(points);
  const lines = runs.filter((run) => run.length > 1);
  const floor = round(size.height - size.inset);
  return {
    path: lines.map(drawLine).join(""),
    area: lines.map((run) => `${drawLine(run)}L${run.at(-1)?.x} ${floor}L${run[0]?.x} ${floor}Z`).join(""),
    dots: runs.flatMap((run) => (run.length === 1 ? run : [])),
    end: points.at(-1) ?? null,
    label: sparklineLabel(values, known),
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Known points that follow each other; a gap ends a run. */
function splitRuns(points: readonly (Point | null)[]): readonly (readonly Point[])[] {
  const runs: Point[][] = [];
  let open: Point[] | null = null;
  for (const point of points) {
    if (point === null) {
      open = null;
    } else if (open === null) {
      open = [point];
      runs.push(open);
    } else {
      open.push(point);
    }
  }
  return runs;
}

const drawLine = (run: readonly Point[]) =>
  run.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x} ${y}`).join("");

function sparklineLabel(values: readonly (number | null)[], known: readonly number[]): string {
  const first = known[0];
  const last = known.at(-1);
  if (first === undefined || last === undefined) return "Nothing was collected in this time";
  const missing = values.length - known.length;
  const range = `between ${formatCount(Math.round(Math.min(...known)))} and ${formatCount(Math.round(Math.max(...known)))}`;
  const gaps =
    missing === 0
      ? ""
      : `; not collected in ${countOf(missing, "of the points", `of ${values.length} points`)}`;
  return `From ${formatCount(Math.round(first))} to ${formatCount(Math.round(last))}, ${range}${gaps}`;
}
