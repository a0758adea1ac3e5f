import { present, readInteger, readParts } from "./info-fields";
import { parseClients, parseMemory, parseReplication, parseServer, parseStats } from "./info-sections";

/** Server-side totals of one command, from `cmdstat_*`; `client|list` is a command of its own from 7.0 on. */
export interface CommandStat {
  readonly calls: number;
  readonly usec: number;
  readonly rejectedCalls?: number;
  readonly failedCalls?: number;
}

/** INFO, as far as we use it. A field that the reply lacks, or that cannot be read, is absent. */
export interface InfoReply {
  readonly server: ReturnType<typeof parseServer>;
  readonly clients: ReturnType<typeof parseClients>;
  readonly memory: ReturnType<typeof parseMemory>;
  readonly stats: ReturnType<typeof parseStats>;
  readonly replication: ReturnType<typeof parseReplication>;
  readonly clusterEnabled?: boolean;
  /** Empty where the section was not asked for. */
  readonly commandStats: ReadonlyMap<string, CommandStat>;
  /** Lines that are neither a section, a field nor empty. */
  readonly rejectedLines: number;
}

const COMMAND_PREFIX = "cmdstat_";

/** Parses INFO, whole or any of its sections. Never throws. */
export function parseInfo(text: string): InfoReply {
  const fields = new Map<string, string>();
  const commandStats = new Map<string, CommandStat>();
  let rejectedLines = 0;
  for (const line of text.replace(/^txt:/, "").split(/\r?\n/)) {
    if (line === "" || line.startsWith("#")) continue;
    const colon = line.indexOf(":");
    if (colon <= 0) {
      rejectedLines++;
      continue;
    }
    const key = line.slice(0, colon);
    const value = line.slice(colon + 1);
    if (!key.startsWith(COMMAND_PREFIX)) {
      fields.set(key, value);
      continue;
    }
    const stat = parseCommandStat(value);
    if (stat === null) rejectedLines++;
    else commandStats.set(key.slice(COMMAND_PREFIX.length), stat);
  }
  const clusterEnabled = fields.get("cluster_enabled");
  return {
    server: parseServer(fields),
    clients: parseClients(fields),
    memory: parseMemory(fields),
    stats: parseStats(fields),
    replication: parseReplication(fields),
    ...(clusterEnabled === undefined ? {} : { clusterEnabled: clusterEnabled === "1" }),
    commandStats,
    rejectedLines,
  };
}

/** `calls=1,usec=81,usec_per_call=81.00,rejected_calls=0,failed_calls=0` */
function parseCommandStat(value: string): CommandStat | null {
  const parts = readParts(value);
  const calls = readInteger(parts.get("calls"));
  const usec = readInteger(parts.get("usec"));
  if (calls === undefined || usec === undefined) return null;
  const optional = {
    rejectedCalls: readInteger(parts.get("rejected_calls")),
    failedCalls: readInteger(parts.get("failed_calls")),
  };
  return { calls, usec, ...present(optional) };
}

/**
 * Server-side usec spent on CLIENT so far: `client|list` where subcommands are told apart (7.0), else all of `client`.
 * Null where INFO shows neither, e.g. without the commandstats section or before the first call.
 */
export function clientListStat(commandStats: ReadonlyMap<string, CommandStat>): CommandStat | null {
  return commandStats.get("client|list") ?? commandStats.get("client") ?? null;
}
