import { clientOptionsImporter } from "./client-options";
import { always, type OptionTable } from "./option-table";
import {
  count,
  durationIn,
  flagOf,
  numberOf,
  type SpecialNumbers,
  unread,
  type ValueRead,
  type ValueReader,
} from "./scalar-values";

const ms = (special: SpecialNumbers = {}): ValueReader => durationIn(1, "milliseconds", special);

const FIVE_SECONDS: ValueRead = {
  kind: "assumed",
  value: { kind: "duration", ms: 5000 },
  known: {
    name: "node-redis keepAliveInitialDelay",
    reference: "https://github.com/redis/node-redis/blob/master/docs/client-configuration.md",
  },
};

/** Version 4: a number is the delay before the first probe. Version 5: a flag, and the delay is an option of its own. */
const keepAlive: ValueReader = (scalar) => {
  if (numberOf(scalar.text) !== null) return ms({ zero: "unset" })(scalar);
  return flagOf(scalar.text) === false ? { kind: "unset" } : FIVE_SECONDS;
};

/** A number is a fixed delay; `false` gives up at once; a function is not read. */
const fixedDelay: ValueReader = (scalar) =>
  numberOf(scalar.text) === null
    ? unread("only a fixed number of milliseconds can be read")
    : ms({ zero: "as-is" })(scalar);

/** https://github.com/redis/node-redis/blob/master/packages/client/lib/client/commands-queue.ts */
const endsOnceWritten: ValueReader = () =>
  unread("it ends when the command is written: no reply is waited for in it, so it is no command timeout");

/** https://github.com/redis/node-redis/blob/master/docs/client-configuration.md */
const SOCKET: OptionTable = {
  rows: [
    { option: "connectTimeout", path: "client.connectTimeout", read: ms({ zero: "infinite" }) },
    { option: "socketTimeout", path: "client.socketTimeout", read: ms({ zero: "unset" }) },
    { option: "keepAlive", path: "client.tcpKeepalive", read: keepAlive },
    { option: "keepAliveInitialDelay", path: "client.tcpKeepalive", read: ms() },
    { option: "reconnectStrategy", path: "client.backoffBase", read: fixedDelay },
    { option: "reconnectStrategy", path: "client.backoffCap", read: fixedDelay },
    {
      option: "reconnectStrategy",
      path: "client.backoffJitter",
      read: always({ kind: "flag", isOn: false }),
    },
  ],
  silent: ["noDelay", "servername", "rejectUnauthorized", "ca", "key", "cert", "passphrase"],
};

/** https://github.com/redis/node-redis/blob/master/docs/pool.md */
const POOL: OptionTable = {
  rows: [
    { option: "minimum", path: "pool.minIdle", read: count({ zero: "as-is" }) },
    { option: "maximum", path: "pool.maxTotal", read: count({}) },
    { option: "acquireTimeout", path: "pool.maxWait", read: ms({ zero: "as-is" }) },
    { option: "cleanupDelay", path: "pool.minEvictableIdle", read: ms() },
  ],
  silent: [],
};

const CLIENT: OptionTable = {
  rows: [
    { option: "pingInterval", path: "client.healthCheckInterval", read: ms({ zero: "unset" }) },
    // Of a cluster's pool the options stand beside the others.
    ...POOL.rows,
  ],
  nested: {
    socket: SOCKET,
    pool: POOL,
    poolOptions: POOL,
    isolationPoolOptions: { rows: [], silent: ["min", "max"] },
    commandOptions: {
      rows: [{ option: "timeout", path: "client.commandTimeout", read: endsOnceWritten }],
      silent: [],
    },
  },
  silent: [
    "readonly",
    "legacyMode",
    "RESP",
    "clientInfoTag",
    "disableClientInfo",
    "rootNodes",
    "useReplicas",
  ],
};

/** Options of node-redis 4 and 5 (`createClient`, `createCluster`, `createClientPool`): all durations in ms. */
export const nodeRedisImporter = clientOptionsImporter({
  name: "node-redis",
  format: "options of node-redis",
  clientName: "name",
  marks: [
    "reconnectStrategy",
    "keepAliveInitialDelay",
    "pingInterval",
    "commandsQueueMaxLength",
    "disableOfflineQueue",
    "rootNodes",
    "useReplicas",
    "minimizeConnections",
    "commandOptions",
    "isolationPoolOptions",
    "acquireTimeout",
    "cleanupDelay",
  ],
  // What holds for each node of a cluster stands in `defaults`.
  table: { ...CLIENT, nested: { ...CLIENT.nested, defaults: CLIENT } },
});
