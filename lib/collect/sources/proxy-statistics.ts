import type { ProxyStatsConfig } from "@/lib/config/fleet";
import type { ProxyReading, ProxyReadingResult } from "@/lib/domain/proxies/model";
import { ENVOY_FILTER, parseEnvoyStats } from "@/lib/domain/proxies/parse-envoy";
import { parseHaproxyCsv } from "@/lib/domain/proxies/parse-haproxy-csv";
import { parsePrometheus } from "@/lib/domain/proxies/parse-prometheus";
import { parseTwemproxyStats } from "@/lib/domain/proxies/parse-twemproxy";
import { fetchText } from "./http-text";
import type { SourceFailure } from "./redis-failure";
import { openRespStatistics } from "./resp-statistics";
import { readSocketText } from "./socket-text";
import { answerOf, type FetchedText } from "./statistics-failure";

/** What one look at a proxy's statistics came to. The sentence goes on from the proxy's name: "answers HTML, …". */
export type StatisticsAnswer =
  | { readonly state: "ok"; readonly reading: ProxyReading }
  | { readonly state: "failed"; readonly failure: SourceFailure };

export interface ReadingOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** One proxy's statistics, read again and again. */
export interface StatisticsReader {
  /** Never throws, and ends within `timeoutMs`. One reading at a time. */
  read(options: ReadingOptions): Promise<StatisticsAnswer>;
  /** Closes what is kept between readings. */
  close(): void;
}

/** The format as people call it: "HAProxy CSV". */
export function describeStatistics({ format }: ProxyStatsConfig): string {
  switch (format) {
    case "haproxy":
      return "HAProxy CSV";
    case "twemproxy":
      return "twemproxy JSON";
    case "envoy":
      return "Envoy admin";
    case "predixy":
      return "Predixy INFO";
    case "redis-cluster-proxy":
      return "PROXY INFO";
    case "resp":
      return "CLIENT LIST of the proxy";
    case "prometheus":
      return "Prometheus";
  }
}

/**
 * Statistics of one proxy; their host is filled in (`withHost`). Opens nothing yet. Only formats that speak the Redis
 * protocol keep a connection between readings.
 */
export function createStatisticsReader(stats: ProxyStatsConfig): StatisticsReader {
  switch (stats.format) {
    case "haproxy": {
      const parse = (text: string): ProxyReadingResult => parseHaproxyCsv(text, stats.frontend);
      // Its uptime is in `show info` alone, which only the socket offers.
      if ("socket" in stats)
        return reader(
          (options) => readSocketText({ path: stats.socket }, "show info;show stat\n", options),
          parse,
        );
      return reader((options) => fetchText(stats.url, options), parse);
    }
    case "twemproxy":
      return reader(
        (options) => readSocketText({ ...stats.address }, null, options),
        (text) => parseTwemproxyStats(text, stats.pool),
      );
    case "envoy": {
      const url = envoyUrl(stats.url);
      return reader(
        (options) => fetchText(url, options),
        (text) => parseEnvoyStats(text, stats.prefix),
      );
    }
    case "prometheus":
      return reader(
        (options) => fetchText(stats.url, options),
        (text) => parsePrometheus(text, stats.metrics, Date.now()),
      );
    case "predixy":
    case "redis-cluster-proxy":
    case "resp":
      return openRespStatistics(stats.format, stats.address, stats.password);
  }
}

function reader(
  fetch: (options: ReadingOptions) => Promise<FetchedText>,
  parse: (text: string) => ProxyReadingResult,
): StatisticsReader {
  return {
    async read(options) {
      const fetched = await fetch(options);
      return fetched.state === "failed" ? fetched : answerOf(parse(fetched.text));
    },
    close: () => undefined,
  };
}

/** The admin interface's address, or that of its statistics, either with the filter that keeps the answer small. */
function envoyUrl(base: string): string {
  const url = new URL(base);
  if (!/\/stats\/?$/.test(url.pathname)) url.pathname = `${url.pathname.replace(/\/$/, "")}/stats`;
  url.searchParams.set("format", "json");
  url.searchParams.set("filter", ENVOY_FILTER);
  return url.href;
}
