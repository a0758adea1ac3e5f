"use client";

import { SortTh, Table, Th } from "@/components/ui/table";
import type { ClusterRow } from "@/lib/contract/clusters";
import { COLUMN } from "./columns";
import { FleetRow } from "./fleet-row";

/** The clusters, worst first unless the reader sorts. `trendSpan`: how long the small curves are, "1 h". */
export function FleetTable({
  rows,
  stamp,
  trendSpan,
  hrefOf,
  skewHrefOf,
}: {
  rows: readonly ClusterRow[];
  stamp: string;
  trendSpan: string;
  hrefOf: (id: string) => string;
  skewHrefOf: (id: string) => string;
}) {
  return (
    <Table caption="Clusters" className="table-fixed">
      <thead>
        <tr>
          <SortTh column="name" first="asc" className={COLUMN.cluster}>
            Cluster
          </SortTh>
          <SortTh column="connections" align="right" className={COLUMN.connections}>
            Connections
          </SortTh>
          <Th className={COLUMN.trend}>
            <span className="sr-only">Connections over </span>
            {trendSpan}
          </Th>
          <SortTh column="limit" className={COLUMN.limit}>
            Of limit
          </SortTh>
          <Th className={COLUMN.proxies}>Per proxy</Th>
          <SortTh column="skew" className={COLUMN.skew}>
            Skew
          </SortTh>
          <SortTh column="opened" align="right" className={COLUMN.opened}>
            Opened / s
          </SortTh>
          <SortTh column="nodes" first="asc" align="right" className={COLUMN.nodes}>
            Nodes
          </SortTh>
          <SortTh column="age" align="right" className={COLUMN.age}>
            Age
          </SortTh>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <FleetRow
            key={row.id}
            row={row}
            href={hrefOf(row.id)}
            skewHref={skewHrefOf(row.id)}
            stamp={stamp}
          />
        ))}
      </tbody>
    </Table>
  );
}
