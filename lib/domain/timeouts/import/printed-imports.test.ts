import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { importText } from "./recognise";
import { printValue } from "./testing/print-import";

const milliseconds = fc.integer({ min: 1, max: 86_400_000 });
const amount = fc.integer({ min: 1, max: 100_000 });

type Values = Readonly<Record<string, number>>;

/** Options and the settings that they are; how a stack of them is written down. */
interface Printer {
  readonly name: string;
  readonly durations: Readonly<Record<string, string>>;
  readonly counts: Readonly<Record<string, string>>;
  readonly print: (durations: Values, counts: Values) => string;
}

const yaml = (values: Readonly<Record<string, unknown>>): string =>
  Object.entries(values)
    .map(([key, value]) => `  ${key}: ${value}\n`)
    .join("");
const each = (values: Values, print: (ms: number) => unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(values).map(([key, ms]) => [key, print(ms)]));

const SPRING_DURATIONS = {
  timeout: "client.commandTimeout",
  "connect-timeout": "client.connectTimeout",
  "lettuce.cluster.refresh.period": "client.topologyRefresh",
  "lettuce.pool.max-wait": "pool.maxWait",
  "lettuce.pool.time-between-eviction-runs": "pool.evictionPeriod",
};
const SPRING_COUNTS = { "lettuce.pool.max-active": "pool.maxTotal", "lettuce.pool.max-idle": "pool.maxIdle" };

const PRINTERS: readonly Printer[] = [
  {
    name: "Redisson's YAML",
    durations: {
      idleConnectionTimeout: "pool.minEvictableIdle",
      connectTimeout: "client.connectTimeout",
      timeout: "client.commandTimeout",
      pingConnectionInterval: "client.healthCheckInterval",
      dnsMonitoringInterval: "client.dnsCacheTtl",
    },
    counts: { connectionPoolSize: "pool.maxTotal", retryAttempts: "client.retries" },
    print: (durations, counts) => `singleServerConfig:\n${yaml({ ...durations, ...counts, database: 0 })}`,
  },
  {
    name: "Spring Boot's properties",
    durations: SPRING_DURATIONS,
    counts: SPRING_COUNTS,
    print: (durations, counts) =>
      Object.entries({ ...each(durations, (ms) => `${ms}ms`), ...counts })
        .map(([key, value]) => `spring.data.redis.${key}=${value}`)
        .join("\n"),
  },
  {
    name: "Spring Boot's YAML",
    durations: SPRING_DURATIONS,
    counts: SPRING_COUNTS,
    print: (durations, counts) =>
      `spring.application.name: x\nspring.redis:\n${yaml({ ...each(durations, (ms) => `PT${ms / 1000}S`), ...counts })}`,
  },
  {
    name: "ioredis as JSON",
    durations: {
      connectTimeout: "client.connectTimeout",
      commandTimeout: "client.commandTimeout",
      keepAlive: "client.tcpKeepalive",
      socketTimeout: "client.socketTimeout",
    },
    counts: { maxRetriesPerRequest: "client.retries" },
    print: (durations, counts) => JSON.stringify({ library: "ioredis", ...durations, ...counts }, null, "\t"),
  },
  {
    name: "node-redis as JSON",
    durations: { acquireTimeout: "pool.maxWait", pingInterval: "client.healthCheckInterval" },
    counts: { maximum: "pool.maxTotal", minimum: "pool.minIdle" },
    print: (durations, counts) => JSON.stringify({ library: "node-redis", ...durations, ...counts }),
  },
  {
    name: "redis-py as YAML, in seconds",
    durations: {
      socket_timeout: "client.commandTimeout",
      socket_connect_timeout: "client.connectTimeout",
      health_check_interval: "client.healthCheckInterval",
    },
    counts: { max_connections: "pool.maxTotal" },
    print: (durations, counts) =>
      `redis:\n  library: redis-py\n${yaml({ ...each(durations, (ms) => ms / 1000), ...counts })}`,
  },
  {
    name: "go-redis as JSON, in nanoseconds",
    durations: {
      DialTimeout: "client.connectTimeout",
      ReadTimeout: "client.commandTimeout",
      ConnMaxIdleTime: "pool.minEvictableIdle",
    },
    counts: { PoolSize: "pool.maxTotal", MaxRetries: "client.retries" },
    print: (durations, counts) =>
      JSON.stringify({ library: "go-redis", ...each(durations, (ms) => ms * 1_000_000), ...counts }),
  },
  {
    name: "go-redis as YAML, in Go's durations",
    durations: { dial_timeout: "client.connectTimeout", pool_timeout: "pool.maxWait" },
    counts: { min_idle_conns: "pool.minIdle" },
    print: (durations, counts) =>
      `redis:\n  library: go-redis\n${yaml({
        ...each(durations, (ms) => `${Math.floor(ms / 60_000)}m${(ms % 60_000) / 1000}s`),
        ...counts,
      })}`,
  },
];

const some = (keys: readonly string[], values: fc.Arbitrary<number>): fc.Arbitrary<Values> =>
  fc.dictionary(fc.constantFrom(...keys), values);

describe.each(PRINTERS)("$name", ({ durations, counts, print }) => {
  it("printed and read again is the same stack", () => {
    fc.assert(
      fc.property(
        some(Object.keys(durations), milliseconds),
        some(Object.keys(counts), amount),
        (limits, sizes) => {
          const { settings, rejects } = importText(print(limits, sizes), { name: "x", readAtMs: null });
          const read = settings.map(({ layer, key, value }) => `${layer}.${key} = ${printValue(value)}`);
          const printed = [
            ...Object.entries(limits).map(([option, ms]) => `${durations[option]} = ${ms} ms`),
            ...Object.entries(sizes).map(([option, count]) => `${counts[option]} = ${count}`),
          ];
          if (printed.length === 0) return;
          expect(rejects).toEqual([]);
          expect(read.filter((line) => !line.startsWith("client.library")).sort()).toEqual(printed.sort());
        },
      ),
    );
  });
});

describe("a Deployment", () => {
  const fields = fc.record({
    replicas: fc.integer({ min: 0, max: 5000 }),
    surge: fc.oneof(
      fc.integer({ min: 0, max: 50 }),
      fc.integer({ min: 0, max: 100 }).map((part) => `${part}%`),
    ),
    graceSec: fc.integer({ min: 0, max: 86_400 }),
    sleepSec: fc.integer({ min: 0, max: 86_400 }),
    periodSec: fc.integer({ min: 1, max: 3600 }),
    failures: fc.integer({ min: 1, max: 100 }),
  });

  it("printed and read again is the same stack", () => {
    fc.assert(
      fc.property(fields, ({ replicas, surge, graceSec, sleepSec, periodSec, failures }) => {
        const lifecycle = { preStop: { exec: { command: ["sh", "-c", `sleep ${sleepSec}; kill 1`] } } };
        const livenessProbe = {
          exec: { command: ["redis-cli", "ping"] },
          periodSeconds: periodSec,
          failureThreshold: failures,
        };
        const text = JSON.stringify({
          apiVersion: "apps/v1",
          kind: "Deployment",
          metadata: { name: "app" },
          spec: {
            replicas,
            strategy: { rollingUpdate: { maxSurge: surge } },
            template: {
              spec: {
                terminationGracePeriodSeconds: graceSec,
                containers: [{ name: "app", image: "app:1", lifecycle, livenessProbe }],
              },
            },
          },
        });
        const { settings, rejects } = importText(text, { name: "x", readAtMs: null });
        const read = new Map(settings.map(({ key, value }) => [key, printValue(value)]));
        const percent = typeof surge === "string" ? Number.parseInt(surge, 10) : null;
        expect(rejects).toEqual([]);
        expect(Object.fromEntries(read)).toMatchObject({
          podsMin: String(replicas),
          podsMax: String(replicas),
          podsSurge: String(percent === null ? surge : Math.ceil((replicas * percent) / 100)),
          terminationGrace: `${graceSec * 1000} ms`,
          preStopSleep: `${sleepSec * 1000} ms`,
          livenessPeriod: `${periodSec * 1000} ms`,
          livenessFailureThreshold: String(failures),
          livenessTimeout: "1000 ms",
          livenessTouchesRedis: "on",
        });
      }),
    );
  });
});
