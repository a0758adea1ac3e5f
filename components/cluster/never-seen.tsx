import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import type { ClusterAnswer } from "@/lib/contract/cluster";

export function isNeverSeen(cluster: ClusterAnswer): boolean {
  return cluster.state === "unknown" && cluster.ageMs === null && cluster.connections === null;
}

/** Nothing has ever come in: what is awaited, and what to look at when it does not come. */
export function NeverSeen({ cluster }: { cluster: ClusterAnswer }) {
  const refused = cluster.nodes.some((node) => node.reason !== "" && node.reason !== "not asked yet");
  return (
    <Panel>
      <EmptyState title="This cluster has not been seen yet">
        {refused ? (
          <p>
            Evenkeel asks again by itself, with growing pauses. Check that the addresses and the password in
            the fleet file are right, and that this machine may connect: the reason stands beside each node
            below.
          </p>
        ) : (
          <p className="text-balance">
            The first answer comes within seconds, the first list of clients within about ten.
          </p>
        )}
      </EmptyState>
    </Panel>
  );
}
