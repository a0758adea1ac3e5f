import { Age } from "@/components/ui/age";
import { CopyButton } from "@/components/ui/copy-button";
import { Panel } from "@/components/ui/panel";
import type { ClusterAnswer } from "@/lib/contract/cluster";
import { elastiCacheFacts, endpointsOf, kindWords } from "@/lib/present/elasticache/facts";

/** AWS is asked each minute: three missed words are old. */
const OLD_AFTER_MS = 200_000;

/** What AWS says of the cluster: what it runs on, where, under which limits, and how it is reached. */
export function ElastiCachePanel({ cluster }: { cluster: ClusterAnswer }) {
  const facts = cluster.elasticache;
  if (facts === null) return null;
  const endpoints = endpointsOf(facts);
  return (
    <Panel
      title="ElastiCache"
      note={
        <>
          {kindWords(facts)} {facts.id} · age{" "}
          <Age ageMs={facts.ageMs} stamp={cluster.now} oldAfterMs={OLD_AFTER_MS} className="text-left!" />
        </>
      }
    >
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 lg:grid-cols-4">
        {elastiCacheFacts(facts).map((fact) => (
          <div key={fact.name} className={fact.wide ? "col-span-2 min-w-0" : "min-w-0"}>
            <dt className="text-small text-muted">{fact.name}</dt>
            <dd className="wrap-anywhere">
              {fact.value}
              {fact.detail !== null && (
                <span className="block text-small text-pretty text-muted">{fact.detail}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {endpoints.length > 0 && (
        <dl className="mt-3 grid gap-1 border-t border-line pt-3">
          {endpoints.map(({ name, address }) => (
            <div
              key={name}
              className="grid grid-cols-[96px_minmax(0,1fr)] items-center gap-x-2 max-sm:grid-cols-1"
            >
              <dt className="text-small text-muted">{name}</dt>
              <dd className="flex min-w-0 items-center gap-2">
                <span className="truncate font-mono text-small" title={address}>
                  {address}
                </span>
                <CopyButton compact text={() => address} label={`Copy the ${name.toLowerCase()} endpoint`} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  );
}
