import { clientOptionsImporter } from "./client-options";
import type { OptionRow } from "./option-table";
import { count, flag, goDuration, numberOf, unread, type ValueReader } from "./scalar-values";

/** 0 is what Go has where nothing is written: then the library's default holds. */
function unlessZero(read: ValueReader): ValueReader {
  return (scalar) =>
    numberOf(scalar.text) === 0 || /^0(ns|us|ms|s|m|h)$/.test(scalar.text)
      ? unread("0 means the library's default")
      : read(scalar);
}

/** -1 and -2 (v9: no deadline at all) wait for ever. */
const limit = unlessZero(goDuration({ negative: "infinite" }));

const order: ValueReader = (scalar) => {
  const isFifo = flag(scalar);
  if (isFifo.kind !== "flag") return isFifo;
  return { kind: "word", word: isFifo.isOn ? "fifo" : "lifo" };
};

/** Never negative: -1 turns the delay off. */
const backoff: ValueReader = (scalar) => {
  const isOff = (numberOf(scalar.text) ?? 0) < 0;
  return isOff ? { kind: "duration", ms: 0 } : unlessZero(goDuration({}))(scalar);
};

const retries: ValueReader = (scalar) =>
  numberOf(scalar.text) === -1 ? { kind: "count", count: 0 } : unlessZero(count({}))(scalar);

/** https://pkg.go.dev/github.com/redis/go-redis/v9#Options; the last four are of version 8 and before. */
const ROWS: readonly OptionRow[] = [
  { option: "DialTimeout", path: "client.connectTimeout", read: limit },
  { option: "ReadTimeout", path: "client.commandTimeout", read: limit },
  { option: "MaxRetries", path: "client.retries", read: retries },
  { option: "MinRetryBackoff", path: "client.backoffBase", read: backoff },
  { option: "MaxRetryBackoff", path: "client.backoffCap", read: backoff },
  { option: "PoolFIFO", path: "pool.order", read: order },
  { option: "PoolSize", path: "pool.maxTotal", read: unlessZero(count({})) },
  { option: "PoolTimeout", path: "pool.maxWait", read: limit },
  { option: "MinIdleConns", path: "pool.minIdle", read: count({ zero: "as-is" }) },
  { option: "MaxIdleConns", path: "pool.maxIdle", read: unlessZero(count({})) },
  { option: "ConnMaxIdleTime", path: "pool.minEvictableIdle", read: limit },
  {
    option: "ConnMaxLifetime",
    path: "pool.maxLifetime",
    read: goDuration({ zero: "unset", negative: "unset" }),
  },
  { option: "IdleTimeout", path: "pool.minEvictableIdle", read: limit },
  { option: "MaxConnAge", path: "pool.maxLifetime", read: goDuration({ zero: "unset", negative: "unset" }) },
  {
    option: "IdleCheckFrequency",
    path: "pool.evictionPeriod",
    read: unlessZero(goDuration({ negative: "unset" })),
  },
];

const FIELDS = [
  ...ROWS.map(({ option }) => option),
  "WriteTimeout",
  "MaxActiveConns",
  "ContextTimeoutEnabled",
];
/** Too common to tell the library by. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  "MaxRetries",
  "IdleTimeout",
  "MaxIdleConns",
  "ConnMaxLifetime",
]);

/** Options of go-redis as Go, viper or koanf read them: `DialTimeout`, `dialTimeout`, `dial_timeout`, `dial-timeout`. */
export const goRedisImporter = clientOptionsImporter({
  name: "go-redis",
  format: "options of go-redis",
  clientName: "ClientName",
  marks: FIELDS.filter((field) => !ELSEWHERE.has(field)).flatMap(spellings),
  table: {
    rows: ROWS,
    silent: [
      "MasterName",
      "SentinelAddrs",
      "SentinelPassword",
      "TLSConfig",
      "RouteByLatency",
      "RouteRandomly",
    ],
  },
});

function spellings(field: string): readonly string[] {
  const words = field.split(/(?<=[a-z])(?=[A-Z])/);
  const lower = words.map((word) => word.toLowerCase());
  const camel = `${lower[0] ?? ""}${words.slice(1).join("")}`;
  return [field, camel, lower.join("_"), lower.join("-")];
}
