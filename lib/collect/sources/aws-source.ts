import type { AwsAccess } from "@/lib/config/fleet";
import { within } from "../within";
import {
  findCacheClusters,
  findGroups,
  findServerlessCaches,
  listEvents,
  listParameters,
  type Send,
} from "./aws-caches";
import { AWS_LIMITS, type AwsLimits, createClients } from "./aws-clients";
import { credentialSources } from "./aws-credentials";
import { during, type Exchange } from "./aws-exchange";
import { awsFailure } from "./aws-failure";
import { readMetrics } from "./aws-metrics";
import { AwsError, type AwsFailure, type AwsOutcome, type AwsSource } from "./aws-model";

export * from "./aws-model";

const DAY_MS = 86_400_000;
/** AWS keeps events for 14 days by its own clock; asking for a moment more may be refused. */
const EVENTS_KEPT_MS = 14 * DAY_MS - 10 * 60_000;

/** Of one request: STS's clock and then the service's may both have to be learnt. */
const MOST_TRIES = 3;

/** One for each distinct access. Opens nothing yet. */
export function openAws(access: AwsAccess, limits: AwsLimits = AWS_LIMITS): AwsSource {
  const clients = createClients(access, limits);
  const { elasticache, cloudwatch, credentials } = clients;
  const running = new Set<AbortController>();
  let isClosed = false;
  let skewMs = 0;

  function failureOf(error: unknown, call: string, exchange: Exchange): AwsFailure {
    const failure = awsFailure(error, {
      call,
      operation: exchange.operation,
      region: access.region,
      endpoint: access.endpoint,
      credentialSources: credentialSources(access),
      clockSkewMs: exchange.clockSkewMs,
      retryAfterMs: exchange.retryAfterMs,
      secrets: credentials.secrets(),
    });
    if (failure.code === "expired" || failure.code === "credentials") credentials.forget();
    return failure;
  }

  async function carryOut<T>(call: string, run: (send: Send) => Promise<T>): Promise<AwsOutcome<T>> {
    const stop = new AbortController();
    running.add(stop);
    if (isClosed) stop.abort();
    const exchange: Exchange = {
      signal: stop.signal,
      requests: 0,
      operation: "",
      clockSkewMs: null,
      retryAfterMs: null,
    };
    const send: Send = async (request) => {
      const answer = await within(
        repeated(stop.signal, () => request({ abortSignal: stop.signal })),
        limits.pageMs,
      );
      if (answer === "too late") throw tooLate();
      return answer;
    };
    try {
      const value = await within(
        during(exchange, () => run(send)),
        limits.callMs,
      );
      if (value === "too late") throw tooLate();
      skewMs = exchange.clockSkewMs ?? skewMs;
      return { state: "ok", value, calls: exchange.requests, clockSkewMs: exchange.clockSkewMs };
    } catch (error) {
      // Never after success: it would close a connection that is kept for the next call.
      stop.abort();
      return { state: "failed", failure: failureOf(error, call, exchange), calls: exchange.requests };
    } finally {
      running.delete(stop);
    }
  }

  return {
    describeGroups: (ids) =>
      carryOut("DescribeReplicationGroups", (send) => findGroups(elasticache, send, ids)),
    describeCacheClusters: (ids) =>
      carryOut("DescribeCacheClusters", (send) => findCacheClusters(elasticache, send, ids)),
    describeServerlessCaches: (names) =>
      carryOut("DescribeServerlessCaches", (send) => findServerlessCaches(elasticache, send, names)),
    describeEvents: ({ fromMs, toMs }) =>
      carryOut("DescribeEvents", async (send) => {
        const keptFromMs = Date.now() + skewMs - EVENTS_KEPT_MS;
        if (toMs <= keptFromMs) return [];
        return listEvents(elasticache, send, { fromMs: Math.max(fromMs, keptFromMs), toMs });
      }),
    describeParameters: (group) =>
      carryOut("DescribeCacheParameters", (send) => listParameters(elasticache, send, group)),
    getMetrics: (queries, fromMs, toMs) =>
      carryOut("GetMetricData", (send) => readMetrics(cloudwatch, send, queries, { fromMs, toMs })),
    async credentials() {
      const outcome = await carryOut("credentials", () => credentials.read());
      if (outcome.state === "failed") throw new AwsError(outcome.failure);
      return outcome.value;
    },
    close() {
      isClosed = true;
      for (const stop of running) stop.abort();
      clients.close();
    },
  };
}

async function repeated<T>(signal: AbortSignal, request: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await request();
    } catch (error) {
      if (tries >= MOST_TRIES || signal.aborted || !isWorthRepeating(error)) throw error;
    }
  }
}

/** A kept connection was cut, or the SDK has just learnt how far the clocks are apart and signs for AWS's from now on. */
function isWorthRepeating(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && (error.code === "ECONNRESET" || error.code === "EPIPE")) return true;
  const metadata: unknown = "$metadata" in error ? error.$metadata : null;
  return typeof metadata === "object" && metadata !== null && "clockSkewCorrected" in metadata;
}

function tooLate(): Error {
  const error = new Error("no answer in time");
  error.name = "TimeoutError";
  return error;
}
