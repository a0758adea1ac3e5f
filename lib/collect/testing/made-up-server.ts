import { parseInfo } from "@/lib/domain/redis/info";
import type { ListPort } from "../sweep/list-port";

/** A server made of numbers: hands out ids, lists clients, and can be changed between any two commands. */
export interface MadeUpServer {
  readonly port: ListPort;
  /** Ids of the clients that are connected now. */
  readonly live: Set<number>;
  /** Longest list that one command returned, in clients. */
  longestList(): number;
  idsAsked(): number;
  open(): number;
  close(id: number): void;
  /** Hands out an id that no connection is counted for, as a failed TLS handshake does. */
  wasteId(): void;
  restart(): void;
}

export interface MadeUpServerOptions {
  readonly firstId?: number;
  readonly usecPerClient?: number;
  /** Clients that are counted in INFO and listed nowhere. */
  readonly hidden?: number;
  /** Runs before each command, given its number: churn during a sweep. */
  readonly beforeCommand?: (server: MadeUpServer, command: number) => void;
}

export function makeUpServer(options: MadeUpServerOptions = {}): MadeUpServer {
  const live = new Set<number>();
  let nextId = options.firstId ?? 1;
  let received = 0;
  let run = 1;
  let commands = 0;
  let longest = 0;
  let asked = 0;
  let listUsec = 0;

  const info = () =>
    parseInfo(
      [
        ...[
          `run_id:run-${run}`,
          "redis_version:7.0.15",
          `connected_clients:${live.size + (options.hidden ?? 0)}`,
        ],
        ...[
          `total_connections_received:${received}`,
          `cmdstat_client|list:calls=${commands},usec=${listUsec}`,
        ],
      ].join("\r\n"),
    );
  const list = (ids: readonly number[] | null): Buffer => {
    const shown = ids === null ? [...live] : ids.filter((id) => live.has(id));
    longest = Math.max(longest, shown.length);
    asked += ids?.length ?? 0;
    listUsec += shown.length * (options.usecPerClient ?? 1);
    return Buffer.from(
      shown.map((id) => `id=${id} addr=10.0.0.1:${id % 60_000} name= age=1 idle=0 flags=N\n`).join(""),
    );
  };
  const server: MadeUpServer = {
    live,
    longestList: () => longest,
    idsAsked: () => asked,
    open() {
      received++;
      live.add(nextId);
      return nextId++;
    },
    close: (id) => live.delete(id),
    wasteId: () => {
      nextId++;
    },
    restart() {
      run++;
      live.clear();
      nextId = 1;
      received = 0;
    },
    port: {
      signal: new AbortController().signal,
      pause: async () => undefined,
      async list(ids, bracket) {
        commands++;
        options.beforeCommand?.(server, commands);
        const before = bracket ? info() : null;
        const bytes = list(ids);
        return {
          state: "ok",
          value: { list: bytes, before, after: bracket ? info() : null, elapsedMs: 1 },
          outcomes: [{ command: "CLIENT LIST", refused: null }],
        };
      },
    },
  };
  return server;
}
