import type { Address, PrometheusMetrics, ProxyKind, ProxyStatsConfig } from "./fleet";
import type { FleetDocument, Place } from "./fleet-document";
import { readName } from "./names";
import { readSecret } from "./secrets";
import { type ProxyContext, readStatisticsAddress, readStatisticsUrl } from "./statistics-places";

type Format = ProxyStatsConfig["format"];

const FORMATS: readonly Format[] = [
  "haproxy",
  "twemproxy",
  "envoy",
  "predixy",
  "redis-cluster-proxy",
  "resp",
  "prometheus",
];

/** Ports of each program's own example configuration; only messages use them. */
const USUAL_PORTS = { twemproxy: 22_222, predixy: 7617, "redis-cluster-proxy": 7777, resp: 6379 };

const HAPROXY_HINT = '"http://10.0.3.11:8404/;csv", or "unix:/run/haproxy.sock"';
const STATS_HINT = `one of ${FORMATS.join(", ")}, e.g. stats: { haproxy: "http://10.0.3.11:8404/;csv" }`;
const METRICS = ["connections", "opened", "closed", "requests", "uptime"] as const;
const METRIC_HINT = `a metric's name, if need be with labels: 'frontend_sessions{proxy="redis"}'`;
/** A metric name and, in braces, `label="value"` pairs: the Prometheus text format. Only `=` is understood. */
const METRIC = /^[a-zA-Z_:][\w:]*(\{\s*([a-zA-Z_]\w*="([^"\\\n]|\\.)*"\s*,?\s*)*\})?$/;

/** What clients behind a proxy of this format look like to Redis, unless the file says otherwise. */
export function kindOf(stats: ProxyStatsConfig | null): ProxyKind {
  switch (stats?.format) {
    case undefined:
    case "haproxy":
    case "resp":
    case "prometheus":
      return "tcp";
    case "twemproxy":
    case "envoy":
    case "predixy":
    case "redis-cluster-proxy":
      return "multiplexing";
  }
}

/** `stats: { <format>: … }`: the address, or keys and values. Null, after a report, when it makes no sense. */
export function parseStatistics(context: ProxyContext, place: Place): ProxyStatsConfig | null {
  const { document } = context;
  const reported = document.problems.length;
  const fields = document.fields(place, FORMATS);
  if (fields === null) return null;
  const [first, second] = fields;
  if (first === undefined) {
    if (document.problems.length === reported) document.reportAt(place, "names no format", STATS_HINT);
    return null;
  }
  const [name, field] = first;
  if (second !== undefined) {
    const both = `names two formats, ${name} and ${second[0]}`;
    document.reportAt(place, both, "one proxy has one: keep the one that knows its clients");
    return null;
  }
  const format = FORMATS.find((known) => known === name);
  return format === undefined ? null : parseFormat(context, field, format);
}

function parseFormat(context: ProxyContext, place: Place, format: Format): ProxyStatsConfig | null {
  const { document } = context;
  switch (format) {
    case "haproxy": {
      const { main, more } = readShape(document, place, "url", ["frontend"]);
      const frontend = readOptional(document, more?.get("frontend"));
      return main === null ? null : parseHaproxy(context, main, frontend);
    }
    case "envoy": {
      const { main, more } = readShape(document, place, "url", ["prefix"]);
      const prefix = readOptional(document, more?.get("prefix"));
      const url = main === null ? null : readStatisticsUrl(context, main, "http://10.0.3.11:9901");
      return url === null ? null : { format, url, prefix };
    }
    case "twemproxy": {
      const { main, more } = readShape(document, place, "address", ["pool"]);
      const pool = readOptional(document, more?.get("pool"));
      const address = addressAt(document, main, USUAL_PORTS[format]);
      return address === null ? null : { format, address, pool };
    }
    case "predixy":
    case "redis-cluster-proxy":
    case "resp": {
      const { main, more } = readShape(document, place, "address", ["password"]);
      const secret = more?.get("password");
      const password =
        secret === undefined ? null : readSecret(document, secret, context.fleetPath, context.outside);
      const address = addressAt(document, main, USUAL_PORTS[format]);
      return address === null ? null : { format, address, password };
    }
    case "prometheus":
      return parsePrometheus(context, place);
  }
}

function parseHaproxy(context: ProxyContext, main: Place, frontend: string | null): ProxyStatsConfig | null {
  const { document } = context;
  const text = document.scalar(main);
  if (typeof text !== "string" || !/^(unix:|\/)/.test(text.trim())) {
    const url = readStatisticsUrl(context, main, HAPROXY_HINT);
    return url === null ? null : { format: "haproxy", url, frontend };
  }
  const socket = text.trim().replace(/^unix:/, "");
  if (text.trim().startsWith("unix:/")) return { format: "haproxy", socket, frontend };
  document.reportAt(main, `"${text.trim()}" is not the path of a socket`, "unix:/run/haproxy.sock");
  return null;
}

function parsePrometheus(context: ProxyContext, place: Place): ProxyStatsConfig | null {
  const { document } = context;
  const fields = document.fields(place, ["url", ...METRICS]);
  if (fields === null) return null;
  const metrics: { -readonly [key in keyof PrometheusMetrics]: string | null } = {
    connections: null,
    opened: null,
    closed: null,
    requests: null,
    uptime: null,
  };
  for (const key of METRICS) {
    const field = fields.get(key);
    if (field !== undefined) metrics[key] = readMetric(document, field);
  }
  if (!fields.has("connections") && !fields.has("opened"))
    document.reportAt(place, "maps neither connections nor opened", METRIC_HINT);
  const at = fields.get("url");
  if (at === undefined) document.reportAt(place, "has no url", "url: http://10.0.3.11:9113/metrics");
  const url = at === undefined ? null : readStatisticsUrl(context, at, "http://10.0.3.11:9113/metrics");
  return url === null ? null : { format: "prometheus", url, metrics };
}

function readMetric(document: FleetDocument, place: Place): string | null {
  const text = document.text(place, METRIC_HINT);
  if (text === null) return null;
  if (METRIC.test(text)) return text;
  document.reportAt(place, "this is not a metric", METRIC_HINT);
  return null;
}

/** A format's value: either the main one alone, or keys and values with the main one among them. */
function readShape(
  document: FleetDocument,
  place: Place,
  mainKey: string,
  moreKeys: readonly string[],
): { readonly main: Place | null; readonly more: ReadonlyMap<string, Place> | null } {
  if (document.scalar(place) !== undefined) return { main: place, more: null };
  const fields = document.fields(place, [mainKey, ...moreKeys]);
  const main = fields?.get(mainKey) ?? null;
  if (fields !== null && main === null) document.reportAt(place, `has no ${mainKey}`, null);
  return { main, more: fields };
}

function addressAt(document: FleetDocument, place: Place | null, usualPort: number): Address | null {
  return place === null ? null : readStatisticsAddress(document, place, usualPort);
}

function readOptional(document: FleetDocument, place: Place | undefined): string | null {
  return place === undefined ? null : readName(document, place);
}
