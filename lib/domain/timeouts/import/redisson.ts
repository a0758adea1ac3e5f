import type { Import } from "../model";
import { withinBudget } from "./document-budget";
import { ImportDraft } from "./import-draft";
import type { ImportContext, Importer } from "./importer";
import { always, applyOptions, type OptionRow, type OptionTable } from "./option-table";
import {
  count,
  duration,
  durationIn,
  isoDurationMs,
  keepaliveFlag,
  type SpecialNumbers,
  unread,
  type ValueReader,
} from "./scalar-values";
import { splitYamlDocuments } from "./yaml-documents";
import { entryOf, textAt } from "./yaml-lookup";
import { readYaml, type YamlEntry, type YamlNode } from "./yaml-tree";

const ms = (special: SpecialNumbers = {}): ValueReader => durationIn(1, "milliseconds", special);
const secondsIn = (special: SpecialNumbers = {}): ValueReader => durationIn(1000, "seconds", special);

/** Of the delays for retries: ISO 8601. */
const delay: ValueReader = ({ text }) => {
  const delayMs = isoDurationMs(text.trim());
  return delayMs === null
    ? unread("a duration such as PT1S is expected")
    : duration(delayMs, { zero: "as-is" });
};

const RETRY_DELAY: OptionTable = {
  rows: [
    { option: "delay", path: "client.backoffBase", read: delay },
    { option: "delay", path: "client.backoffCap", read: delay },
    { option: "delay", path: "client.backoffJitter", read: always({ kind: "flag", isOn: false }) },
    { option: "baseDelay", path: "client.backoffBase", read: delay },
    { option: "baseDelay", path: "client.backoffJitter", read: always({ kind: "flag", isOn: true }) },
    { option: "maxDelay", path: "client.backoffCap", read: delay },
  ],
  silent: [],
};

/**
 * https://redisson.pro/docs/configuration/ : in ms where nothing else is said. A pool is one node's; of two pools the
 * masters' is taken, which all writes need.
 */
const ROWS: readonly OptionRow[] = [
  { option: "idleConnectionTimeout", path: "pool.minEvictableIdle", read: ms() },
  { option: "connectionPoolSize", path: "pool.maxTotal", read: count({}) },
  { option: "masterConnectionPoolSize", path: "pool.maxTotal", read: count({}) },
  { option: "connectionMinimumIdleSize", path: "pool.minIdle", read: count({ zero: "as-is" }) },
  { option: "masterConnectionMinimumIdleSize", path: "pool.minIdle", read: count({ zero: "as-is" }) },
  { option: "connectTimeout", path: "client.connectTimeout", read: ms() },
  { option: "timeout", path: "client.commandTimeout", read: ms() },
  { option: "retryAttempts", path: "client.retries", read: count({ zero: "as-is" }) },
  { option: "retryInterval", path: "client.backoffBase", read: ms({ zero: "as-is" }) },
  { option: "retryInterval", path: "client.backoffCap", read: ms({ zero: "as-is" }) },
  { option: "retryInterval", path: "client.backoffJitter", read: always({ kind: "flag", isOn: false }) },
  { option: "pingConnectionInterval", path: "client.healthCheckInterval", read: ms({ zero: "unset" }) },
  { option: "scanInterval", path: "client.topologyRefresh", read: ms() },
  { option: "dnsMonitoringInterval", path: "client.dnsCacheTtl", read: ms({ negative: "infinite" }) },
  { option: "keepAlive", path: "client.tcpKeepalive", read: keepaliveFlag },
  { option: "tcpKeepAlive", path: "client.tcpKeepalive", read: keepaliveFlag },
  { option: "tcpKeepAliveIdle", path: "client.tcpKeepalive", read: secondsIn({ zero: "unset" }) },
  { option: "tcpUserTimeout", path: "client.tcpUserTimeout", read: ms({ zero: "unset" }) },
];

const TABLE: OptionTable = {
  rows: ROWS,
  nested: { retryDelay: RETRY_DELAY },
  silent:
    "nodeAddresses masterAddress slaveAddresses sentinelAddresses sentinelPassword masterName readMode subscriptionMode loadBalancer tcpNoDelay sslEnableEndpointIdentification natMapper checkSentinelsList checkSlotsCoverage".split(
      " ",
    ),
};

const MODES = [
  "singleServerConfig",
  "clusterServersConfig",
  "masterSlaveServersConfig",
  "replicatedServersConfig",
  "sentinelServersConfig",
] as const;

/** At the top of the file since 3.45; before, within the mode. */
const TOP_LEVEL: OptionTable = {
  rows: ROWS.filter(({ option }) => /^tcp/.test(option)),
  silent:
    "threads nettyThreads codec transportMode eventLoopGroup executor lockWatchdogTimeout useScriptCache".split(
      " ",
    ),
};

const FORMAT = "Redisson configuration";

/** Redisson's YAML or JSON (`Config.fromYAML`), any of its five modes. */
export const redissonImporter: Importer = {
  name: "redisson",
  format: FORMAT,
  looksLike: (head) =>
    new RegExp(`(^|[{,])[ \\t]*["']?(${MODES.join("|")})["']?[ \\t]*:`, "m").test(head) ? "sure" : "no",
  read: readRedisson,
};

function readRedisson(text: string, context: ImportContext): Import {
  const draft = new ImportDraft(FORMAT, context);
  for (const part of withinBudget(draft, splitYamlDocuments(text))) {
    const { root, rejects } = readYaml(part.text, part.firstLine);
    draft.rejectAll(rejects);
    readRedissonTree(draft, root, null);
  }
  if (draft.settingCount === 0) draft.reject(null, "", `none of ${MODES.join(", ")} was found`);
  return draft.done();
}

/** `owner`: whose settings they are where the file names no client. */
export function readRedissonTree(draft: ImportDraft, root: YamlNode | null, owner: string | null): void {
  const modes = MODES.map((mode) => entryOf(root, mode)).filter((mode) => mode !== null);
  for (const mode of modes) {
    const subject = textAt(mode.value, "clientName") ?? owner;
    draft.set("client.library", subject, { kind: "word", word: "redisson" }, mode.line);
    applyOptions(draft, mode.value.kind === "map" ? mode.value.entries : [], TABLE, subject);
    applyOptions(draft, besideModes(root), TOP_LEVEL, subject);
  }
}

function besideModes(root: YamlNode | null): readonly YamlEntry[] {
  const modes: readonly string[] = MODES;
  return root?.kind === "map" ? root.entries.filter(({ key }) => !modes.includes(key)) : [];
}
