"use client";

import { Panel } from "@/components/ui/panel";
import { stateWord } from "@/components/ui/state-mark";
import { Table, Th } from "@/components/ui/table";
import { useView } from "@/components/ui/use-view";
import type { ClusterAnswer } from "@/lib/contract/cluster";
import { clientsHref } from "@/lib/present/cluster/clients-link";
import { countStates, orderNodes } from "@/lib/present/cluster/order-nodes";
import { formatCount } from "@/lib/present/words";
import { NodeTr } from "./node-tr";

/** Every node: its role, how near its limit, how quickly it answers, and what watching it costs. */
export function NodesPanel({ cluster }: { cluster: ClusterAnswer }) {
  const { view } = useView();
  const nodes = orderNodes(cluster.nodes);
  const hasReplicas = nodes.some((node) => node.role === "replica");
  const states = countStates(nodes)
    .map(({ state, count }) => `${formatCount(count)} ${stateWord(state)}`)
    .join(", ");
  return (
    <Panel title="Nodes" note={states || undefined} flush>
      {nodes.length === 0 ? (
        <p className="px-4 pt-2 pb-4 text-muted">No node has answered yet.</p>
      ) : (
        <Table caption="Nodes, the sick ones first" wide>
          <thead>
            <tr>
              <Th>Node</Th>
              <Th>Role</Th>
              <Th align="right">Connections</Th>
              <Th className="min-w-40">Of limit</Th>
              <Th align="right">Opened, closed / s</Th>
              <Th>Ping</Th>
              {hasReplicas && <Th>Replication</Th>}
              <Th>Watching costs</Th>
              <Th align="right">Age</Th>
            </tr>
          </thead>
          <tbody>
            {nodes.map((node) => (
              <NodeTr
                key={node.address}
                node={node}
                stamp={cluster.now}
                withLink={hasReplicas}
                href={clientsHref(cluster.id, view, { node: node.address })}
              />
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}
