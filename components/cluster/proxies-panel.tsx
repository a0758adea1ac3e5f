"use client";

import { ToneSwatch } from "@/components/charts/labels-below";
import { useSeriesTones } from "@/components/charts/series-tones";
import { EmptyState } from "@/components/ui/empty-state";
import { Meter } from "@/components/ui/meter";
import { Panel } from "@/components/ui/panel";
import { Quantity } from "@/components/ui/quantity";
import { RowLink, RowTh, Table, Td, Th, Tr } from "@/components/ui/table";
import { useView } from "@/components/ui/use-view";
import { DIRECT } from "@/lib/contract/clients";
import type { ClusterAnswer } from "@/lib/contract/cluster";
import { clientsHref } from "@/lib/present/cluster/clients-link";
import { declareProxies, type ProxyLine, prepareProxies } from "@/lib/present/cluster/proxies";
import { formatCount, formatNumber, formatPercent } from "@/lib/present/words";

/** What each proxy carries against its fair share; without proxies, how to declare them. */
export function ProxiesPanel({ cluster }: { cluster: ClusterAnswer }) {
  const { view } = useView();
  const names = cluster.proxies.map((proxy) => proxy.name);
  const tones = useSeriesTones("proxy", names);
  if (names.length === 0) return <NoProxies cluster={cluster} />;
  const { lines, fairShare } = prepareProxies(cluster);
  return (
    <Panel
      title="Proxies"
      note={fairShare === null ? undefined : `fair share ${formatPercent(fairShare)} each`}
      flush
    >
      <Table caption="Proxies" wide>
        <thead>
          <tr>
            <Th>Proxy</Th>
            <Th align="right">Connections</Th>
            <Th className="w-[34%] min-w-36">Share</Th>
            <Th align="right" className="whitespace-nowrap">
              Opened / s
            </Th>
            <Th align="right" className="whitespace-nowrap">
              Closed / s
            </Th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <ProxyTr
              key={line.name}
              line={line}
              fairShare={fairShare}
              href={clientsHref(cluster.id, view, { proxy: line.direct ? DIRECT : line.name })}
              tone={line.direct ? "direct" : view.by === "proxy" ? tones.get(line.name) : undefined}
            />
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

function ProxyTr({
  line,
  fairShare,
  href,
  tone,
}: {
  line: ProxyLine;
  fairShare: number | null;
  href: string;
  tone: number | "direct" | undefined;
}) {
  const label = `${formatPercent(line.share)} of connections`;
  return (
    <Tr>
      <RowTh>
        <span className="flex min-w-0 items-center gap-2">
          {tone !== undefined && <ToneSwatch tone={tone} />}
          <RowLink
            href={href}
            className={line.direct ? "font-normal! whitespace-nowrap" : "whitespace-nowrap"}
          >
            {line.name}
          </RowLink>
          {line.addresses !== null && (
            <span className="truncate text-small text-muted max-sm:hidden" title={line.addressesTitle}>
              {line.addresses}
            </span>
          )}
        </span>
      </RowTh>
      <Td align="right">
        <Quantity text={formatCount(line.connections)} unknown="not counted yet" />
      </Td>
      <Td>
        <span className="grid grid-cols-[1fr_46px] items-center gap-2">
          <Meter
            ratio={line.share}
            {...(fairShare !== null && !line.direct ? { tick: fairShare } : { tick: null })}
            label={label}
          />
          <span className="text-right text-small text-muted">
            <Quantity text={formatPercent(line.share)} />
          </span>
        </span>
      </Td>
      <Td align="right">
        <Quantity text={formatNumber(line.openedPerSec)} />
      </Td>
      <Td align="right">
        <Quantity text={formatNumber(line.closedPerSec)} />
      </Td>
    </Tr>
  );
}

function NoProxies({ cluster }: { cluster: ClusterAnswer }) {
  return (
    <Panel title="Proxies">
      <EmptyState title="No proxies are declared for this cluster">
        <p>
          All connections count as direct. If clients come through proxies, name their addresses in the fleet
          file and they are told apart from the next sweep on:
        </p>
        <pre className="mt-3 overflow-x-auto rounded-control border border-line bg-sunken px-3 py-2 text-left font-mono text-small text-ink">
          {declareProxies(cluster.id)}
        </pre>
      </EmptyState>
    </Panel>
  );
}
