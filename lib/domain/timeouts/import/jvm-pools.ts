import type { OptionRow } from "./option-table";
import { count, flag, springDuration, type ValueReader } from "./scalar-values";

const wait = springDuration({ zero: "infinite", negative: "infinite" });
/** 0 and less: the evictor does not run. */
const period = springDuration({ zero: "unset", negative: "unset" });
const idle = springDuration({ zero: "unset", negative: "unset" });
const limit = count({ zero: "as-is", negative: "infinite" });

const order: ValueReader = (scalar) => {
  const isLifo = flag(scalar);
  return isLifo.kind === "flag" ? { kind: "word", word: isLifo.isOn ? "lifo" : "fifo" } : isLifo;
};

/** Below zero: that part of the idle connections, -2 a half. It stays as written. */
const testsPerRun: ValueReader = (scalar) => {
  const [, sign = "", digits = ""] = /^(-?)(\d{1,9})$/.exec(scalar.text.trim()) ?? [];
  return digits === "" ? count({})(scalar) : { kind: "count", count: Number(`${sign}${digits}`) };
};

/**
 * commons-pool2, under Jedis and, where it is pooled, Lettuce: durations in ms
 * (https://commons.apache.org/proper/commons-pool/apidocs/org/apache/commons/pool2/impl/BaseObjectPoolConfig.html).
 */
export const COMMONS_POOL: readonly OptionRow[] = [
  ...rows("pool.maxTotal", limit, "maxTotal", "maxActive"),
  ...rows("pool.maxIdle", limit, "maxIdle"),
  ...rows("pool.minIdle", count({ zero: "as-is" }), "minIdle"),
  ...rows("pool.maxWait", wait, "maxWait", "maxWaitMillis", "maxWaitDuration", "maxWaitTime"),
  ...rows("pool.testOnBorrow", flag, "testOnBorrow"),
  ...rows("pool.testWhileIdle", flag, "testWhileIdle"),
  ...rows(
    "pool.evictionPeriod",
    period,
    "timeBetweenEvictionRuns",
    "timeBetweenEvictionRunsMillis",
    "durationBetweenEvictionRuns",
  ),
  ...rows(
    "pool.minEvictableIdle",
    idle,
    "minEvictableIdleTime",
    "minEvictableIdleTimeMillis",
    "minEvictableIdleDuration",
  ),
  ...rows("pool.testsPerEvictionRun", testsPerRun, "numTestsPerEvictionRun"),
  ...rows("pool.order", order, "lifo"),
];

/** What Spring Boot hands on to the pool itself; other keys of the pool it does not know and passes over. */
export const SPRING_POOL: readonly OptionRow[] = [
  ...rows("pool.maxTotal", limit, "max-active"),
  ...rows("pool.maxIdle", limit, "max-idle"),
  ...rows("pool.minIdle", count({ zero: "as-is" }), "min-idle"),
  ...rows("pool.maxWait", springDuration({ zero: "as-is", negative: "infinite" }), "max-wait"),
  ...rows("pool.evictionPeriod", period, "time-between-eviction-runs"),
];

function rows(
  path: OptionRow["path"],
  read: ValueReader,
  ...options: readonly string[]
): readonly OptionRow[] {
  return options.map((option) => ({ option, path, read }));
}
