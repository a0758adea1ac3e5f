import { countCommands } from "./counted-connection";
import { type KeptConnection, keepConnection } from "./kept-connection";
import { type CommandOutcome, prepareConnection } from "./sources/redis-commands";
import { type Opened, openRedis, type RedisTarget } from "./sources/redis-connection";
import type { WatchMeter } from "./watch-meter";

/** The two connections to a node: a probe must not wait behind megabytes of a list. */
export interface NodeLinks {
  readonly probe: KeptConnection;
  readonly list: KeptConnection;
  /** Client id of the newest connection for lists; null: the server does not tell. */
  ownId(): number | null;
  close(): void;
}

export interface NodeLinksOptions {
  readonly target: RedisTarget;
  readonly meter: WatchMeter;
  readonly signal: AbortSignal;
  /** Told what the server said to the commands that make a connection ready. */
  readonly onOutcomes: (outcomes: readonly CommandOutcome[]) => void;
}

export function linkNode({ target, meter, signal, onOutcomes }: NodeLinksOptions): NodeLinks {
  let ownId: number | null = null;
  const open = async (openSignal: AbortSignal, onId: (id: number | null) => void): Promise<Opened> => {
    const opened = await openRedis(target, openSignal);
    if (opened.state === "failed") return opened;
    const connection = countCommands(opened.connection, meter);
    const prepared = await prepareConnection(connection);
    if (prepared.state === "failed") {
      connection.close();
      return prepared;
    }
    onOutcomes(prepared.outcomes);
    onId(prepared.value.clientId);
    return { state: "open", connection };
  };
  const probe = keepConnection({ open: (openSignal) => open(openSignal, () => undefined), signal });
  const list = keepConnection({
    open: (openSignal) =>
      open(openSignal, (id) => {
        ownId = id;
      }),
    signal,
  });
  return {
    probe,
    list,
    ownId: () => ownId,
    close: () => {
      probe.close();
      list.close();
    },
  };
}
