import { z } from "zod";
import type { Call } from "./call";
import { AwsRefusal } from "./refusal";

/** What one call may ask for and be told. */
const MOST_QUERIES = 500;
const MOST_POINTS = 100_800;
const PERIOD_SEC = 60;
const DAY_MS = 86_400_000;
/** Points of 60 s are kept for 15 days. */
const POINTS_KEPT_MS = 15 * DAY_MS;
const REPEATED_TOKEN = "again";

const query = z.object({
  Id: z.string().regex(/^[a-z][a-zA-Z0-9_]{0,254}$/),
  MetricStat: z.object({
    Metric: z.object({
      Namespace: z.string(),
      MetricName: z.string(),
      Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
    }),
    Period: z.number().int(),
    Stat: z.string(),
  }),
  Label: z.string().optional(),
  ReturnData: z.boolean().default(true),
});

const request = z.object({
  MetricDataQueries: z.array(query).min(1),
  /** Epoch seconds. */
  StartTime: z.number(),
  EndTime: z.number(),
  ScanBy: z.enum(["TimestampAscending", "TimestampDescending"]).default("TimestampDescending"),
  MaxDatapoints: z.number().int().positive().default(MOST_POINTS),
  NextToken: z.string().optional(),
});

type Query = z.infer<typeof query>;
type MetricDataRequest = z.infer<typeof request>;

interface Series {
  readonly query: Query;
  readonly points: readonly { readonly atMs: number; readonly value: number }[];
}

/** Queries of a GetMetricData request: AWS bills each, in every call. */
export function metricsOf(body: unknown): number {
  const parsed = request.safeParse(body);
  return parsed.success ? parsed.data.MetricDataQueries.length : 0;
}

/** The members of the answer. Series longer than a page come in pieces, PartialData until the last one. */
export async function getMetricData(call: Call, body: unknown): Promise<object> {
  const asked = checked(body);
  const series: Series[] = [];
  for (const one of asked.MetricDataQueries.filter((wanted) => wanted.ReturnData))
    series.push({ query: one, points: await pointsOf(call, one, asked) });
  if (call.isPartial) return { MetricDataResults: series.map(half), Messages: [] };
  const from = call.repeatsMarker ? 0 : offsetOf(asked.NextToken);
  const to = from + Math.min(asked.MaxDatapoints, MOST_POINTS);
  const results = page(series, from, to);
  const token = call.repeatsMarker ? REPEATED_TOKEN : nextToken(series, to);
  return { MetricDataResults: results, ...(token === null ? {} : { NextToken: token }), Messages: [] };
}

function checked(body: unknown): MetricDataRequest {
  const parsed = request.safeParse(body);
  if (!parsed.success) throw new AwsRefusal("validation", z.prettifyError(parsed.error));
  const { MetricDataQueries: queries, StartTime, EndTime } = parsed.data;
  if (queries.length > MOST_QUERIES)
    throw new AwsRefusal(
      "validation",
      `The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}.`,
    );
  if (new Set(queries.map(({ Id }) => Id)).size < queries.length)
    throw new AwsRefusal("validation", "The Id of each MetricDataQuery must be unique.");
  if (!(StartTime < EndTime))
    throw new AwsRefusal("validation", "The parameter StartTime must be less than the parameter EndTime.");
  if (queries.some(({ MetricStat }) => MetricStat.Period !== PERIOD_SEC))
    throw new AwsRefusal("validation", "Period must be 60: this server holds points of no other period.");
  return parsed.data;
}

/** In the order that ScanBy wants. Of another namespace than AWS/ElastiCache there is no data. */
async function pointsOf(call: Call, { MetricStat }: Query, asked: MetricDataRequest) {
  const { Namespace, MetricName, Dimensions } = MetricStat.Metric;
  if (Namespace !== "AWS/ElastiCache") return [];
  const fromMs = Math.max(asked.StartTime * 1000, call.nowMs - POINTS_KEPT_MS);
  const toMs = asked.EndTime * 1000;
  const points = await call.world.points({
    metric: MetricName,
    statistic: MetricStat.Stat,
    dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
    fromMs,
    toMs,
  });
  const direction = asked.ScanBy === "TimestampAscending" ? 1 : -1;
  return points
    .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
    .toSorted((a, b) => direction * (a.atMs - b.atMs));
}

function result({ query: { Id, Label, MetricStat } }: Series, points: Series["points"], isComplete: boolean) {
  return {
    Id,
    Label: Label ?? MetricStat.Metric.MetricName,
    Timestamps: points.map(({ atMs }) => atMs / 1000),
    Values: points.map(({ value }) => value),
    StatusCode: isComplete ? "Complete" : "PartialData",
  };
}

function half(series: Series) {
  return result(series, series.points.slice(0, Math.ceil(series.points.length / 2)), false);
}

/** The points `[from, to)` of all series in a row. Series without a point are told on the first page. */
function page(series: readonly Series[], from: number, to: number): object[] {
  const results: object[] = [];
  let start = 0;
  for (const one of series) {
    const end = start + one.points.length;
    const piece = one.points.slice(Math.max(from - start, 0), Math.max(to - start, 0));
    if (piece.length > 0 || (one.points.length === 0 && from === 0))
      results.push(result(one, piece, end <= to));
    start = end;
  }
  return results;
}

function nextToken(series: readonly Series[], to: number): string | null {
  const all = series.reduce((count, { points }) => count + points.length, 0);
  return to < all ? Buffer.from(`points+${to}`).toString("base64") : null;
}

function offsetOf(token: string | undefined): number {
  if (token === undefined) return 0;
  const offset = /^points\+(\d+)$/.exec(Buffer.from(token, "base64").toString())?.[1];
  if (offset === undefined) throw new AwsRefusal("next-token", "The next token specified is invalid.");
  return Number(offset);
}
