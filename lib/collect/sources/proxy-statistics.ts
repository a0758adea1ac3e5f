import type { ProxyStatsConfig } from "@/lib/config/fleet";
import type { ProxyReading } from "@/lib/domain/proxies/model";
import type { SourceFailure } from "./redis-failure";

/** What one look at a proxy's statistics came to. The sentence goes on from the proxy's name: "answers HTML, …". */
export type StatisticsAnswer =
  | { readonly state: "ok"; readonly reading: ProxyReading }
  | { readonly state: "failed"; readonly failure: SourceFailure };

/** One proxy's statistics, read again and again. */
export interface StatisticsReader {
  /** Never throws; ends within `timeoutMs`, or at once when the signal aborts. One reading at a time. */
  read(options: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<StatisticsAnswer>;
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
