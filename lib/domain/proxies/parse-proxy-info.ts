import type { ProxyReadingResult } from "./model";
import { countOf, kindOfText, readable, sumOf, unreadable, uptimeFrom } from "./reading";

/** `name:value` lines in the order they came: some names come once for each server. */
type Fields = readonly (readonly [name: string, value: string])[];

/**
 * Predixy's `INFO`. Opened is `Accept`; closed is not counted and follows from `ClientConnections`. `Uptime` prints the
 * moment of the start, not the uptime (1.0.5, seen in a captured answer). Each server's block has `Connections`.
 */
export function parsePredixyInfo(text: string, nowMs: number): ProxyReadingResult {
  const fields = fieldsOf(text);
  const connections = numberAt(fields, "ClientConnections");
  if (connections === null) return unreadable(explainOther(text, fields, "Predixy's INFO"));
  return readable({
    connections,
    openedTotal: numberAt(fields, "Accept"),
    requestsTotal: numberAt(fields, "TotalRequests"),
    bytesInTotal: numberAt(fields, "TotalRecvClientBytes"),
    bytesOutTotal: numberAt(fields, "TotalSendClientBytes"),
    backConnections: sumOf(numbersAt(fields, /^Connections$/)),
    uptimeSec: uptimeFrom(numberAt(fields, "Uptime"), nowMs),
  });
}

/**
 * redis-cluster-proxy's `PROXY INFO`: `connected_clients`, or the sum of `thread_N_clinets` (spelled so) where it is
 * missing, and `uptime_in_seconds`. It counts neither opened nor closed connections.
 */
export function parseProxyInfo(text: string): ProxyReadingResult {
  const fields = fieldsOf(text);
  const connections =
    numberAt(fields, "connected_clients") ?? sumOf(numbersAt(fields, /^thread_\d+_cli(?:ne|en)ts$/));
  if (connections === null)
    return unreadable(explainOther(text, fields, "PROXY INFO of redis-cluster-proxy"));
  if (fields.some(([name]) => name === "redis_version"))
    return unreadable("answers with a Redis server's INFO: this is not redis-cluster-proxy");
  return readable({ connections, uptimeSec: numberAt(fields, "uptime_in_seconds") });
}

function fieldsOf(text: string): Fields {
  return text.split(/\r?\n/).flatMap((line): Fields => {
    const colon = line.indexOf(":");
    return colon <= 0 || line.startsWith("#") ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()]];
  });
}

function numberAt(fields: Fields, name: string): number | null {
  return countOf(fields.find(([found]) => found === name)?.[1]);
}

function numbersAt(fields: Fields, pattern: RegExp): readonly (number | null)[] {
  return fields.flatMap(([name, value]) => (pattern.test(name) ? [countOf(value)] : []));
}

function explainOther(text: string, fields: Fields, expected: string): string {
  if (fields.some(([name]) => name === "redis_version"))
    return `answers with a Redis server's INFO, not with ${expected}: does the address belong to the proxy?`;
  return `answers ${kindOfText(text) ?? "something else"}, not ${expected}`;
}
