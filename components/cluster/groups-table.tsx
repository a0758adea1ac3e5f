"use client";

import { Meter } from "@/components/ui/meter";
import { Panel } from "@/components/ui/panel";
import { Quantity } from "@/components/ui/quantity";
import { RowTh, Table, Td, Th, Tr } from "@/components/ui/table";
import { useView } from "@/components/ui/use-view";
import { ViewLink } from "@/components/ui/view-link";
import type { ClientGroup, ClientsAnswer } from "@/lib/contract/clients";
import type { ClusterAnswer } from "@/lib/contract/cluster";
import { libraryWords } from "@/lib/present/cluster/libraries";
import { prepareSpread } from "@/lib/present/cluster/spread";
import { formatAge, formatCount, formatPercent } from "@/lib/present/words";
import { SpreadBars } from "./spread-bars";

/** Who is connected, group by group: how many, how long, with what, and how evenly. A click filters by the group. */
export function GroupsTable({
  answer,
  cluster,
}: {
  answer: ClientsAnswer;
  cluster: ClusterAnswer | undefined;
}) {
  const { view } = useView();
  const proxies = cluster?.proxies.map((proxy) => proxy.name) ?? [];
  const nodes = answer.nodes.map((node) => node.node);
  return (
    <Panel
      title="Client groups"
      note={view.group === null ? "click one to see its connections" : undefined}
      flush
    >
      <div className="relative max-h-[440px] overflow-y-auto">
        <Table caption="Client groups, the largest first" wide>
          <thead>
            <tr>
              <Th>Group</Th>
              <Th align="right">Connections</Th>
              <Th className="w-60 min-w-36">Share</Th>
              <Th align="right">Oldest</Th>
              <Th align="right">Newest</Th>
              <Th>Libraries</Th>
              <Th>{proxies.length > 0 ? "Over proxies" : "Over nodes"}</Th>
            </tr>
          </thead>
          <tbody>
            {answer.groups.map((group) => (
              <GroupTr
                key={group.name}
                group={group}
                atMs={Date.parse(answer.at)}
                chosen={view.group === group.name}
                spread={prepareSpread(group, proxies, nodes)}
              />
            ))}
          </tbody>
        </Table>
      </div>
    </Panel>
  );
}

const ORIGINS: Record<ClientGroup["origin"], string | null> = {
  declared: null,
  derived: "not declared in the fleet file",
  other: "beyond the cap",
};

function GroupTr({
  group,
  atMs,
  chosen,
  spread,
}: {
  group: ClientGroup;
  atMs: number;
  chosen: boolean;
  spread: ReturnType<typeof prepareSpread>;
}) {
  const ageOf = (instant: string | null) => (instant === null ? null : atMs - Date.parse(instant));
  const libraries = libraryWords(group.libraries);
  return (
    <Tr className={chosen ? "bg-accent-soft" : ""}>
      <RowTh className="max-w-80 max-sm:max-w-44">
        <ViewLink
          patch={{ group: chosen ? null : group.name }}
          aria-current={chosen ? "true" : undefined}
          data-row-link=""
          title={group.name}
          className="block truncate font-semibold outline-none"
        >
          {group.name}
        </ViewLink>
        {ORIGINS[group.origin] !== null && (
          <span className="block text-small text-muted">{ORIGINS[group.origin]}</span>
        )}
      </RowTh>
      <Td align="right">{formatCount(group.connections)}</Td>
      <Td>
        <span className="grid grid-cols-[1fr_46px] items-center gap-2">
          <Meter ratio={group.share} tick={null} label={`${formatPercent(group.share)} of all connections`} />
          <span className="text-right text-small text-muted">{formatPercent(group.share)}</span>
        </span>
      </Td>
      <Td align="right">
        <Quantity text={formatAge(ageOf(group.oldest))} />
      </Td>
      <Td align="right">
        <Quantity text={formatAge(ageOf(group.newest))} />
      </Td>
      <Td className="max-w-56 truncate" title={libraries.full}>
        {libraries.short}
      </Td>
      <Td>
        <SpreadBars spread={spread} />
      </Td>
    </Tr>
  );
}
