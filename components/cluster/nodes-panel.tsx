"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { stateWord } from "@/components/ui/state-mark";
import { Table, Th } from "@/components/ui/table";
import { useView } from "@/components/ui/use-view";
import type { ClusterAnswer } from "@/lib/contract/cluster";
import { clientsHref } from "@/lib/present/cluster/clients-link";
import { countStates, orderNodes, pickNodes } from "@/lib/present/cluster/order-nodes";
import { formatCount } from "@/lib/present/words";
import { NodeTr } from "./node-tr";

/** Every node: its role, how near its limit, how quickly it answers, and what watching it costs. */
export function NodesPanel({ cluster }: { cluster: ClusterAnswer }) {
  const { view } = useView();
  const [all, setAll] = useState(false);
  const nodes = orderNodes(cluster.nodes);
  const shown = all ? nodes : pickNodes(nodes);
  const hasReplicas = nodes.some((node) => node.role === "replica");
  const states = countStates(nodes)
    .map(
      ({ state, count }) =>
        `${formatCount(count)} ${state === "warning" ? "with a warning" : stateWord(state)}`,
    )
    .join(", ");
  return (
    <Panel title="Nodes" note={states || undefined} flush>
      {nodes.length === 0 ? (
        <p className="px-4 pt-2 pb-4 text-muted">No node has answered yet.</p>
      ) : (
        <Table caption="Nodes, the sick ones first" wide className="min-w-[1120px] table-fixed">
          <thead>
            <tr>
              <Th>Node</Th>
              <Th className="w-[136px]">Role</Th>
              <Th align="right" className="w-[92px]">
                Connections
              </Th>
              <Th className="w-[164px]">Of limit</Th>
              <Th align="right" className="w-[130px]">
                Opened · closed / s
              </Th>
              <Th className="w-[118px]">Ping</Th>
              {hasReplicas && <Th className="w-[96px]">Replication</Th>}
              <Th className="w-[150px]">Watching costs</Th>
              <Th align="right" className="w-[78px]">
                Age
              </Th>
            </tr>
          </thead>
          <tbody>
            {shown.map((node) => (
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
      {shown.length < nodes.length && (
        <div className="border-t border-line px-4 py-2.5">
          <Button onClick={() => setAll(true)}>Show all {formatCount(nodes.length)} nodes</Button>
        </div>
      )}
    </Panel>
  );
}
