import type { CommandStat } from "@/lib/domain/redis/info";

/** Totals per command, as INFO commandstats shows them. */
export type CommandStats = ReadonlyMap<string, CommandStat>;

/** Commands of ours between two looks at commandstats, by commandstats' names from 7.0 on. */
export type OwnCalls = ReadonlyMap<string, number>;

/** A CLIENT subcommand that is not a list costs about a microsecond (measured, Redis 7.0.15). */
const CHEAP_CLIENT_USEC = 1;

/**
 * Server-side microseconds of our own commands between two INFOs. commandstats counts everybody's commands, so each
 * command's growth is shared out by calls. Null: a counter is missing or was reset in between.
 */
export function ownUsec(before: CommandStats, after: CommandStats, own: OwnCalls): number | null {
  let sum = 0;
  let ownClientCalls = 0;
  for (const [command, calls] of own) {
    if (calls === 0) continue;
    if (isMerged(after, command)) {
      ownClientCalls += command === "client|list" ? calls : 0;
      continue;
    }
    const usec = shareOf(before.get(command), after.get(command), calls);
    if (usec === null) return null;
    sum += usec;
  }
  if (ownClientCalls === 0) return sum;
  const merged = mergedListUsec(before.get("client"), after.get("client"), ownClientCalls);
  return merged === null ? null : sum + merged;
}

/** Before 7.0 commandstats knows `client` but no `client|list`. */
function isMerged(stats: CommandStats, command: string): boolean {
  return command.startsWith("client|") && !stats.has(command) && stats.has("client");
}

function shareOf(
  before: CommandStat | undefined,
  after: CommandStat | undefined,
  calls: number,
): number | null {
  const grown = growthOf(before, after);
  if (grown === null) return null;
  return grown.calls <= calls ? grown.usec : (grown.usec * calls) / grown.calls;
}

/** All of CLIENT's time but what the others' cheap calls took: dear calls that are not ours count as ours, not less. */
function mergedListUsec(
  before: CommandStat | undefined,
  after: CommandStat | undefined,
  ownLists: number,
): number | null {
  const grown = growthOf(before, after);
  if (grown === null) return null;
  return Math.max(0, grown.usec - Math.max(0, grown.calls - ownLists) * CHEAP_CLIENT_USEC);
}

function growthOf(
  before: CommandStat | undefined,
  after: CommandStat | undefined,
): { readonly calls: number; readonly usec: number } | null {
  if (after === undefined) return null;
  const calls = after.calls - (before?.calls ?? 0);
  const usec = after.usec - (before?.usec ?? 0);
  return calls < 0 || usec < 0 ? null : { calls, usec };
}
