import { CodeBlock } from "@/components/ui/code-block";
import { declareStatistics } from "@/lib/present/skew/fleet-file";

/** No proxy's own numbers are read: what they would add, and how. */
export function StatisticsGuide({ clusterId, names }: { clusterId: string; names: readonly string[] }) {
  return (
    <details className="border-t border-line px-4 py-3">
      <summary className="w-fit cursor-pointer rounded-mark text-muted hover:text-ink">
        The side of the clients is not known: add the proxies’ own statistics
      </summary>
      <div className="mt-2 grid gap-2">
        <p className="max-w-[80ch] text-muted">
          What Redis sees is counted anyway. Statistics add the clients’ side, commands and restarts; a{" "}
          <code className="font-mono text-small text-ink">listen</code> address adds latency. Formats:
          haproxy, twemproxy, envoy, predixy, redis-cluster-proxy, resp, prometheus.
        </p>
        <CodeBlock
          label="Statistics of proxies in the fleet file"
          code={declareStatistics(clusterId, names)}
        />
      </div>
    </details>
  );
}
