import Link from "next/link";
import { PageTitle } from "@/components/ui/page-title";
import { Panel } from "@/components/ui/panel";
import { StateMark } from "@/components/ui/state-mark";
import type { ClusterRow } from "@/lib/contract/clusters";
import { clusterPath } from "@/lib/present/cluster/clients-link";

/** No such cluster: the ones there are. `clusters` null: they cannot be read at the moment. */
export function UnknownCluster({ clusters }: { clusters: readonly ClusterRow[] | null }) {
  return (
    <>
      <PageTitle
        trail={[{ label: "Fleet", href: "/" }]}
        trailNote="unknown"
        title="No cluster has this id"
        summary="It is not in the fleet file, or was renamed there. What was collected under an old id stays stored, but is shown no more."
      />
      {clusters !== null && (
        <Panel title="Known clusters">
          {clusters.length === 0 ? (
            <p className="text-muted">The fleet file names none.</p>
          ) : (
            <ul className="columns-1 gap-6 sm:columns-2 lg:columns-3">
              {clusters.map((cluster) => (
                <li key={cluster.id} className="flex items-baseline gap-2.5 py-0.5">
                  <StateMark state={cluster.state} />
                  <Link
                    href={clusterPath(cluster.id)}
                    className="font-semibold underline-offset-2 hover:underline"
                  >
                    {cluster.name}
                  </Link>
                  {cluster.name !== cluster.id && <span className="text-muted">{cluster.id}</span>}
                </li>
              ))}
            </ul>
          )}
        </Panel>
      )}
    </>
  );
}
