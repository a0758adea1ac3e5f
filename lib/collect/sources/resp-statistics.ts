import type { Address } from "@/lib/config/fleet";
import { type ClientTally, createClientTally } from "@/lib/domain/proxies/client-tally";
import type { ProxyReading, ProxyReadingResult } from "@/lib/domain/proxies/model";
import { parsePredixyInfo, parseProxyInfo } from "@/lib/domain/proxies/parse-proxy-info";
import { parseClientList } from "@/lib/domain/redis/client-list";
import { keepConnection } from "../kept-connection";
import { within } from "../within";
import type { ReadingOptions, StatisticsAnswer, StatisticsReader } from "./proxy-statistics";
import { OWN_CLIENT_NAME } from "./redis-commands";
import { openRedis, type RedisCommand, type RedisConnection } from "./redis-connection";
import { answerOf, closedByUs, failed, tooSlow } from "./statistics-failure";

type RespFormat = "predixy" | "redis-cluster-proxy" | "resp";

const COMMANDS: Readonly<Record<RespFormat, RedisCommand>> = {
  predixy: ["INFO"],
  "redis-cluster-proxy": ["PROXY", "INFO"],
  resp: ["CLIENT", "LIST"],
};

/** Statistics that a proxy gives over the Redis protocol, on one kept connection, which is left out of them. */
export function openRespStatistics(
  format: RespFormat,
  address: Address,
  password: string | null,
): StatisticsReader {
  const closing = new AbortController();
  const tally = createClientTally();
  let patienceMs = 0;
  let opened = 0;
  const kept = keepConnection({
    signal: closing.signal,
    open: async (signal) => {
      const times = { connectTimeoutMs: patienceMs, commandTimeoutMs: patienceMs };
      const auth = password === null ? null : { username: null, password };
      const made = await openRedis({ address, auth, tls: null, ...times }, signal, () => {
        opened++;
      });
      // Only who lists its clients knows names; others may close the connection at a command that they do not know.
      if (made.state === "open" && format === "resp")
        await made.connection.send([["CLIENT", "SETNAME", OWN_CLIENT_NAME]], patienceMs);
      return made;
    },
  });

  const read = async (timeoutMs: number): Promise<StatisticsAnswer> => {
    patienceMs = timeoutMs;
    const link = await kept.get();
    if (link.state === "failed") return link;
    const answer = await link.connection.send([COMMANDS[format]], timeoutMs);
    if (answer.state === "failed") return answer;
    const [reply] = answer.replies;
    const command = COMMANDS[format].join(" ");
    if (reply?.kind === "error") return failed("refused", `refuses ${command}: ${reply.message}`);
    if (!Buffer.isBuffer(reply?.value)) return failed("garbled", `answers ${command} with something else`);
    const result = parse(format, reply.value, link.connection, tally);
    if (result.state === "unreadable" || format === "resp") return answerOf(result);
    return { state: "ok", reading: withoutOwn(result.reading, opened) };
  };

  return {
    async read({ timeoutMs, signal }: ReadingOptions) {
      if (signal.aborted) return closedByUs();
      const answer = await within(read(timeoutMs), timeoutMs);
      return answer === "too late" ? tooSlow(timeoutMs) : answer;
    },
    close() {
      closing.abort();
      kept.close();
    },
  };
}

function parse(
  format: RespFormat,
  reply: Buffer,
  connection: RedisConnection,
  tally: ClientTally,
): ProxyReadingResult {
  switch (format) {
    case "predixy":
      return parsePredixyInfo(reply.toString(), Date.now());
    case "redis-cluster-proxy":
      return parseProxyInfo(reply.toString());
    case "resp":
      return tally.next(parseClientList(reply), connection.localAddress());
  }
}

/** The proxy counts the connection that asks with its clients': it is open now, and was opened so many times. */
function withoutOwn(reading: ProxyReading, opened: number): ProxyReading {
  const { connections, openedTotal } = reading;
  return {
    ...reading,
    connections: connections === null ? null : Math.max(0, connections - 1),
    openedTotal: openedTotal === null ? null : openedTotal - opened,
  };
}
