import type { RedisConnection } from "./sources/redis-connection";
import type { WatchMeter } from "./watch-meter";

/** Tells the meter every command that goes out. Lists are left to the sweeps, which measure theirs exactly. */
export function countCommands(connection: RedisConnection, meter: WatchMeter): RedisConnection {
  return {
    send(commands, timeoutMs) {
      for (const [name, subcommand] of commands) {
        const isContainer = name === "CLIENT" || name === "CLUSTER";
        const command = (isContainer ? `${name}|${subcommand}` : name).toLowerCase();
        if (command !== "client|list") meter.count(command);
      }
      return connection.send(commands, timeoutMs);
    },
    ended: () => connection.ended(),
    localAddress: () => connection.localAddress(),
    close: () => connection.close(),
  };
}
