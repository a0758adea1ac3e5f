import { clientOptionsImporter } from "./client-options";
import type { OptionRow, OptionTable } from "./option-table";
import {
  count,
  durationIn,
  flag,
  keepaliveFlag,
  type SpecialNumbers,
  type ValueReader,
} from "./scalar-values";

const seconds = (special: SpecialNumbers = {}): ValueReader => durationIn(1000, "seconds", special);

/** On: one more try after a time-out (redis-py before 6). */
const oneRetry: ValueReader = (scalar) => {
  const isOn = flag(scalar);
  if (isOn.kind !== "flag") return isOn;
  return { kind: "count", count: isOn.isOn ? 1 : 0 };
};

/** https://redis.readthedocs.io/en/stable/connections.html: all durations in seconds, None: no limit. */
const ROWS: readonly OptionRow[] = [
  { option: "socket_timeout", path: "client.commandTimeout", read: seconds({ nothing: "infinite" }) },
  // Without a value of its own it is socket_timeout's.
  { option: "socket_connect_timeout", path: "client.connectTimeout", read: seconds() },
  { option: "socket_keepalive", path: "client.tcpKeepalive", read: keepaliveFlag },
  { option: "health_check_interval", path: "client.healthCheckInterval", read: seconds({ zero: "unset" }) },
  { option: "max_connections", path: "pool.maxTotal", read: count({ nothing: "infinite" }) },
  // Of BlockingConnectionPool.
  { option: "timeout", path: "pool.maxWait", read: seconds({ zero: "as-is", nothing: "infinite" }) },
  { option: "retry_on_timeout", path: "client.retries", read: oneRetry },
  { option: "cluster_error_retry_attempts", path: "client.retries", read: count({ zero: "as-is" }) },
];

/** Names of the options as Python's socket module has them, or Linux's numbers of them. */
const KEEPALIVE_OPTIONS: OptionTable = {
  rows: ["TCP_KEEPIDLE", "4"].map((option) => ({ option, path: "client.tcpKeepalive", read: seconds() })),
  silent: ["TCP_KEEPINTVL", "TCP_KEEPCNT", "5", "6"],
};

/** `Retry(ExponentialBackoff(cap, base), retries)`, written as a map. */
const BACKOFF: OptionTable = {
  rows: [
    { option: "base", path: "client.backoffBase", read: seconds({ zero: "as-is" }) },
    { option: "cap", path: "client.backoffCap", read: seconds({ zero: "as-is" }) },
  ],
  silent: ["type", "class"],
};

const RETRY: OptionTable = {
  rows: [
    ...BACKOFF.rows,
    { option: "retries", path: "client.retries", read: count({ zero: "as-is", negative: "infinite" }) },
  ],
  nested: { backoff: BACKOFF },
  silent: ["supported_errors"],
};

const SILENT: readonly string[] =
  "location backend decode_responses encoding encoding_errors unix_socket_path startup_nodes key_prefix db_index client_class parser_class pickle_version ignore_exceptions single_connection_client".split(
    " ",
  );

const CONNECTION: OptionTable = {
  rows: ROWS,
  nested: { socket_keepalive_options: KEEPALIVE_OPTIONS, retry: RETRY },
  silent: SILENT,
};

/** Options of redis-py, and Django's CACHES with django-redis, where they are in capitals and within OPTIONS. */
export const redisPyImporter = clientOptionsImporter({
  name: "redis-py",
  format: "options of redis-py",
  clientName: "client_name",
  marks: [
    "socket_timeout",
    "socket_connect_timeout",
    "socket_keepalive",
    "socket_keepalive_options",
    "health_check_interval",
    "retry_on_timeout",
    "decode_responses",
    "SOCKET_TIMEOUT",
    "SOCKET_CONNECT_TIMEOUT",
    "CONNECTION_POOL_KWARGS",
  ],
  table: { ...CONNECTION, nested: { ...CONNECTION.nested, connection_pool_kwargs: CONNECTION } },
});
