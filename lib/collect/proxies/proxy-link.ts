import type { ProxyFormat, ProxyKind, ProxyLatency } from "@/lib/domain/proxies/model";
import { keepConnection } from "../kept-connection";
import { askRunId, introduceThrough, type Pinged, pingThrough } from "../sources/proxy-ping";
import { type Opened, openRedis, type RedisConnection, type RedisTarget } from "../sources/redis-connection";
import type { SourceFailure } from "../sources/redis-failure";

export interface ProxyLinkOptions {
  /** The proxy's `listen` address, with the cluster's password. */
  readonly target: RedisTarget;
  readonly kind: ProxyKind;
  readonly format: ProxyFormat | null;
  readonly signal: AbortSignal;
}

/** The one connection that is kept through a proxy, for PINGs. */
export interface ProxyLink {
  ping(): Promise<Pinged>;
  answeredBy(): ProxyLatency["answeredBy"];
  /** What the proxy counts of us: it cannot tell our connection from a client's. */
  own(): OwnConnections;
  close(): void;
}

export interface OwnConnections {
  readonly open: number;
  /** Since this link was made. */
  readonly opened: number;
}

/** Their own code answers PING, whether a server is behind them or not (seen of twemproxy 0.5 with its server stopped). */
const ANSWER_PING_THEMSELVES: ReadonlySet<ProxyFormat> = new Set(["twemproxy", "envoy", "predixy"]);

/**
 * How a connection begins. `named`: it introduces itself. `plain`: PING alone; a proxy that reads commands may close
 * the connection at any other, and a name would stick to a connection that it shares among its clients.
 * `trial`: what passes for a TCP proxy closed a named one, because no server is behind it or because it reads commands.
 * Where a plain one is answered then and the next named one is closed again, it reads them.
 */
type Manner = "named" | "trial" | "named-again" | "plain";

export function linkProxy({ target, kind, format, signal }: ProxyLinkOptions): ProxyLink {
  let manner: Manner = kind === "tcp" ? "named" : "plain";
  let asksForPassword = false;
  let asksWho = format === null || !ANSWER_PING_THEMSELVES.has(format);
  let answeredBy: ProxyLatency["answeredBy"] = asksWho ? "unknown" : "proxy";
  let current: RedisConnection | null = null;
  let isOpening = false;
  let opened = 0;

  const open = async (openSignal: AbortSignal): Promise<Opened> => {
    const isNamed = manner === "named" || manner === "named-again";
    const auth = isNamed || asksForPassword ? target.auth : null;
    const made = await openRedis({ ...target, auth }, openSignal, () => {
      opened++;
      isOpening = true;
    });
    const begun = made.state === "failed" ? made : await begin(made.connection, isNamed);
    isOpening = false;
    current = begun.state === "open" ? begun.connection : null;
    if (begun.state === "failed" && made.state === "open") made.connection.close();
    return begun;
  };

  const begin = async (connection: RedisConnection, isNamed: boolean): Promise<Opened> => {
    if (isNamed) {
      const introduced = await introduceThrough(connection);
      if (introduced.state === "failed") return failNamed(introduced.failure);
      manner = "named";
      answeredBy = introduced.runId === null ? "unknown" : "redis";
      return { state: "open", connection };
    }
    const pinged = await pingThrough(connection);
    if (pinged.state === "failed") {
      if (pinged.failure.code === "auth") asksForPassword = target.auth !== null;
      if (manner === "trial") manner = "named";
      return pinged;
    }
    if (manner === "trial") {
      manner = "named-again";
      return {
        state: "failed",
        failure: { code: "closed", sentence: "closes connections that give a name" },
      };
    }
    if (!asksWho) return { state: "open", connection };
    asksWho = false;
    const who = await askRunId(connection);
    if (who.state === "failed") return who;
    answeredBy = who.runId === null ? "unknown" : "redis";
    return { state: "open", connection };
  };

  const failNamed = (reason: SourceFailure): Opened => {
    if (reason.code === "closed") manner = manner === "named-again" ? "plain" : "trial";
    if (manner === "plain") asksWho = false;
    return { state: "failed", failure: reason };
  };

  const kept = keepConnection({ open, signal });
  return {
    async ping() {
      const link = await kept.get();
      return link.state === "failed" ? link : pingThrough(link.connection);
    },
    answeredBy: () => answeredBy,
    own: () => ({ open: isOpening || current?.ended() === null ? 1 : 0, opened }),
    close: () => kept.close(),
  };
}
