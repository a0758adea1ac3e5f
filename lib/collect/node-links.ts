import { countCommands } from "./counted-connection";
import { type KeptConnection, keepConnection } from "./kept-connection";
import { type CommandOutcome, prepareConnection } from "./sources/redis-commands";
import { type Opened, openRedis, type RedisConnection, type RedisTarget } from "./sources/redis-connection";
import type { WatchMeter } from "./watch-meter";

/** The two connections to a node: a probe must not wait behind megabytes of a list. */
export interface NodeLinks {
  readonly probe: KeptConnection;
  readonly list: KeptConnection;
  /** Client id of the newest connection for lists; null: the server does not tell. */
  ownId(): number | null;
  /** Connections of ours that were made since the last call and are not open now: the server counts them, no list shows them. */
  takeBrief(): number;
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
  let made: (RedisConnection | null)[] = [];
  const open = async (openSignal: AbortSignal, onId: (id: number | null) => void): Promise<Opened> => {
    let isConnected = false;
    const opened = await openRedis(target, openSignal, () => {
      isConnected = true;
    });
    if (isConnected) made.push(opened.state === "open" ? opened.connection : null);
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
    takeBrief() {
      const brief = made.filter((connection) => connection === null || connection.ended() !== null).length;
      made = [];
      return brief;
    },
    close: () => {
      probe.close();
      list.close();
    },
  };
}
