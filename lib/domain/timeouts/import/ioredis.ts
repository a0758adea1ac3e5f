import { clientOptionsImporter } from "./client-options";
import type { OptionRow } from "./option-table";
import {
  count,
  durationIn,
  numberOf,
  type SpecialNumbers,
  SYSTEM_KEEPALIVE,
  type ValueReader,
} from "./scalar-values";

const ms = (special: SpecialNumbers = {}): ValueReader => durationIn(1, "milliseconds", special);

/** The delay before the first probe; 0 leaves it to the system. */
const keepAliveDelay: ValueReader = (scalar) =>
  numberOf(scalar.text) === 0 ? SYSTEM_KEEPALIVE : ms()(scalar);

/** https://redis.github.io/ioredis/interfaces/CommonRedisOptions.html: all durations in ms. */
const OF_A_CONNECTION: readonly OptionRow[] = [
  { option: "connectTimeout", path: "client.connectTimeout", read: ms({ zero: "infinite" }) },
  { option: "commandTimeout", path: "client.commandTimeout", read: ms({ nothing: "unset" }) },
  { option: "socketTimeout", path: "client.socketTimeout", read: ms({ zero: "unset", nothing: "unset" }) },
  { option: "keepAlive", path: "client.tcpKeepalive", read: keepAliveDelay },
  {
    option: "maxRetriesPerRequest",
    path: "client.retries",
    read: count({ zero: "as-is", nothing: "infinite" }),
  },
];

const SILENT: readonly string[] =
  "sentinels sentinelPassword sentinelUsername role lazyConnect enableReadyCheck enableOfflineQueue autoResubscribe autoResendUnfulfilledCommands enableAutoPipelining keyPrefix readOnly scaleReads stringNumbers showFriendlyErrorStack monitor noDelay natMap".split(
    " ",
  );

/**
 * Options of ioredis, for one server or a cluster (https://redis.github.io/ioredis/interfaces/ClusterOptions.html).
 */
export const ioredisImporter = clientOptionsImporter({
  name: "ioredis",
  format: "options of ioredis",
  clientName: "connectionName",
  marks: [
    "maxRetriesPerRequest",
    "enableReadyCheck",
    "enableOfflineQueue",
    "lazyConnect",
    "redisOptions",
    "slotsRefreshTimeout",
    "slotsRefreshInterval",
    "autoResendUnfulfilledCommands",
    "showFriendlyErrorStack",
    "enableAutoPipelining",
    "clusterRetryStrategy",
    "retryDelayOnFailover",
    "scaleReads",
    "connectionName",
  ],
  table: {
    rows: [
      ...OF_A_CONNECTION,
      {
        option: "slotsRefreshInterval",
        path: "client.topologyRefresh",
        read: ms({ zero: "unset", negative: "unset" }),
      },
    ],
    nested: {
      redisOptions: { rows: OF_A_CONNECTION, silent: SILENT },
    },
    silent: SILENT,
  },
});
