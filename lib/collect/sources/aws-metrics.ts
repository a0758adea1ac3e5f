import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataResult,
} from "@aws-sdk/client-cloudwatch";
import { type MetricQuery, POINT_MS } from "@/lib/domain/cloudwatch/model";
import type { Send } from "./aws-caches";
import { OddAnswer } from "./aws-exchange";
import type { MetricAnswer } from "./aws-model";
import { allPages } from "./aws-paging";

const NAMESPACE = "AWS/ElastiCache";

interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * One answer for each query, in their order: what several pages tell of one series is put together. Some servers of this
 * API know no percentiles and break at one of them: then the others are asked for once more alone.
 */
export async function readMetrics(
  client: CloudWatchClient,
  send: Send,
  queries: readonly MetricQuery[],
  range: Range,
): Promise<MetricAnswer[]> {
  try {
    return await ask(client, send, queries, range);
  } catch (error) {
    const plain = queries.filter((query) => !isPercentile(query));
    if (!isServerFault(error) || plain.length === 0 || plain.length === queries.length) throw error;
    const answers = (await ask(client, send, plain, range)).values();
    return queries.map((query) =>
      isPercentile(query) ? answerOf(query, []) : (answers.next().value ?? answerOf(query, [])),
    );
  }
}

function isPercentile({ statistic }: MetricQuery): boolean {
  return /^p\d/.test(statistic);
}

function isServerFault(error: unknown): boolean {
  if (error instanceof OddAnswer) return error.status >= 500;
  return error instanceof Error && "$fault" in error && error.$fault === "server";
}

async function ask(
  client: CloudWatchClient,
  send: Send,
  queries: readonly MetricQuery[],
  range: Range,
): Promise<MetricAnswer[]> {
  if (queries.length === 0) return [];
  const results = await allPages(async (token) => {
    const command = new GetMetricDataCommand({
      MetricDataQueries: queries.map(queryOf),
      StartTime: new Date(range.fromMs),
      EndTime: new Date(range.toMs),
      ScanBy: "TimestampAscending",
      NextToken: token,
    });
    const answer = await send((options) => client.send(command, options));
    if (answer.MetricDataResults === undefined) throw new OddAnswer("other", 200);
    return { items: answer.MetricDataResults, next: answer.NextToken };
  });
  const byId = new Map<string, MetricDataResult[]>();
  for (const result of results) {
    const id = result.Id ?? "";
    byId.set(id, [...(byId.get(id) ?? []), result]);
  }
  return queries.map((query, index) => answerOf(query, byId.get(idOf(index)) ?? []));
}

function idOf(index: number): string {
  return `m${index}`;
}

function queryOf({ metric, statistic, dimensions }: MetricQuery, index: number) {
  return {
    Id: idOf(index),
    MetricStat: {
      Metric: {
        Namespace: NAMESPACE,
        MetricName: metric,
        Dimensions: dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
      },
      Period: POINT_MS / 1000,
      Stat: statistic,
    },
  };
}

function answerOf(
  { subject, metric, statistic }: MetricQuery,
  pieces: readonly MetricDataResult[],
): MetricAnswer {
  const points = new Map<number, number>();
  for (const { Timestamps = [], Values = [] } of pieces) {
    for (const [index, at] of Timestamps.entries()) {
      const value = Values[index];
      if (value !== undefined && Number.isFinite(at.getTime())) points.set(at.getTime(), value);
    }
  }
  const sorted = [...points].sort(([a], [b]) => a - b);
  return {
    subject,
    metric,
    statistic,
    atMs: sorted.map(([atMs]) => atMs),
    values: sorted.map(([, value]) => value),
    isComplete: pieces.at(-1)?.StatusCode === "Complete",
  };
}
