"use client";

import { Panel } from "@/components/ui/panel";
import { Quantity } from "@/components/ui/quantity";
import { RowLink, RowTh, Table, Td, Th, Tr } from "@/components/ui/table";
import { useView } from "@/components/ui/use-view";
import type { ClusterAnswer } from "@/lib/contract/cluster";
import { clientsHref } from "@/lib/present/cluster/clients-link";
import { prepareOpeners } from "@/lib/present/cluster/openers";
import { formatCount, formatNumber } from "@/lib/present/words";

/** Which groups of clients open and close most, at present. */
export function OpenersPanel({ cluster }: { cluster: ClusterAnswer }) {
  const { view } = useView();
  const { rows, note } = prepareOpeners(cluster.groups);
  return (
    <Panel
      title="Top openers"
      note={`per second now${note === null ? "" : `; ${note}`}`}
      flush
      className="flex flex-col"
    >
      {rows.length === 0 ? (
        <p className="px-4 pt-2 pb-4 text-muted">No client group has been seen.</p>
      ) : (
        <Table caption="Client groups by connections opened per second" className="table-fixed">
          <thead>
            <tr>
              <Th>Group</Th>
              <Th align="right" className="w-[76px]">
                Open
              </Th>
              <Th align="right" className="w-[72px]">
                Opened
              </Th>
              <Th align="right" className="w-[76px]">
                Closed
              </Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Tr key={row.name}>
                <RowTh className="py-1.5!">
                  <RowLink
                    href={clientsHref(cluster.id, view, { group: row.name })}
                    className="block truncate"
                  >
                    <span title={row.name}>{row.name}</span>
                  </RowLink>
                  <ChurnBar opened={row.openedRatio} closed={row.closedRatio} />
                </RowTh>
                <Td align="right" className="py-1.5! text-muted">
                  {formatCount(row.connections)}
                </Td>
                <Td align="right" className="py-1.5!">
                  <Quantity text={formatNumber(row.openedPerSec)} />
                </Td>
                <Td align="right" className="py-1.5!">
                  <Quantity text={formatNumber(row.closedPerSec)} />
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}

/** Opened above, closed below, on one scale for all rows; the numbers stand beside it. */
function ChurnBar({ opened, closed }: { opened: number | null; closed: number | null }) {
  return (
    <svg aria-hidden="true" width="100%" height="7" className="mt-1 block">
      <rect width="100%" height="7" fill="none" />
      {opened !== null && <rect y="0" width={`${opened * 100}%`} height="3" rx="1" fill="var(--chart-ink)" />}
      {closed !== null && (
        <rect y="4" width={`${closed * 100}%`} height="3" rx="1" fill="var(--chart-rest)" />
      )}
    </svg>
  );
}
