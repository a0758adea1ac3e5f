"use client";

import { useQuery } from "@tanstack/react-query";
import { keepWithin } from "@/components/cluster/kept-data";
import { Instant } from "@/components/ui/instant";
import { MomentField } from "@/components/ui/moment-field";
import { Panel } from "@/components/ui/panel";
import { ScrollBox } from "@/components/ui/scroll-box";
import { RowTh, Table, Th } from "@/components/ui/table";
import { useView } from "@/components/ui/use-view";
import { ViewLink } from "@/components/ui/view-link";
import { connectionsQuery } from "@/lib/browser/queries";
import { askConnections } from "@/lib/present/cluster/ask";
import { momentHref } from "@/lib/present/cluster/clients-link";
import { shortenNodes, shortNode } from "@/lib/present/node-names";
import { changesBetween, compareGroups, compareSubjects, type Moments } from "@/lib/present/skew/compare";
import { byWords } from "@/lib/present/skew/verdict-words";
import { formatWhen } from "@/lib/present/time";
import { PairCells, PairHeads } from "./pair-cells";
import type { SkewPageData } from "./skew-page-data";

/** What differs between two moments, A and B: proxy by proxy, group by group, and what happened in between. */
export function ComparePanel({ data, moments }: { data: SkewPageData; moments: Moments }) {
  const { answer, id } = data;
  const { view } = useView();
  const groups = useQuery({
    ...connectionsQuery(id, askConnections({ window: view.window, by: "group" })),
    placeholderData: keepWithin(id),
  });
  const nowMs = Date.parse(answer.now);
  const subjects = compareSubjects(answer, moments);
  const anyLatency = subjects.some((one) => one.latencyMs.a !== null || one.latencyMs.b !== null);
  return (
    <Panel
      title="What differs"
      note="click the chart above, or type, to move A or B"
      actions={
        <ViewLink
          patch={{ compare: { aMs: moments.bMs, bMs: moments.aMs } }}
          className="text-small text-accent"
        >
          Swap
        </ViewLink>
      }
    >
      <div className="mb-3 flex flex-wrap items-center gap-x-5 gap-y-2">
        <Moment name="A" atMs={moments.aMs} data={data} patch={(aMs) => ({ ...moments, aMs })} />
        <Moment name="B" atMs={moments.bMs} data={data} patch={(bMs) => ({ ...moments, bMs })} />
      </div>
      <div className="grid grid-cols-1 gap-x-6 gap-y-4 xl:grid-cols-[3fr_2fr]">
        <ScrollBox label={`${byWords(answer.by).many} at A and at B`} className="-mx-4 max-h-[360px] min-w-0">
          <Table caption={`${byWords(answer.by).One} by ${byWords(answer.by).one}: A, B and what changed`}>
            <thead>
              <tr>
                <Th>{byWords(answer.by).One}</Th>
                <PairHeads name="Share" />
                <PairHeads name="Connections" />
                {anyLatency && <PairHeads name="Latency" />}
              </tr>
            </thead>
            <tbody>
              {subjects.map((one) => (
                <tr key={one.name} className="group">
                  <RowTh className="py-1.5! font-semibold! whitespace-nowrap">
                    <span title={one.name}>{shortNode(one.name)}</span>
                  </RowTh>
                  <PairCells pair={one.share} unit="share" />
                  <PairCells pair={one.connections} unit="count" />
                  {anyLatency && <PairCells pair={one.latencyMs} unit="ms" />}
                </tr>
              ))}
            </tbody>
          </Table>
        </ScrollBox>
        <ScrollBox label="Client groups at A and at B" className="-mx-4 max-h-[360px] min-w-0 xl:ml-0">
          <Table caption="Client groups: A, B and what changed">
            <thead>
              <tr>
                <Th>Client group</Th>
                <PairHeads name="Connections" />
              </tr>
            </thead>
            <tbody>
              {groups.data &&
                compareGroups(groups.data, moments).map((one) => (
                  <tr key={one.name} className="group">
                    <RowTh className="max-w-56 truncate py-1.5! font-semibold!" title={one.name}>
                      {shortNode(one.name)}
                    </RowTh>
                    <PairCells pair={one.connections} unit="count" />
                  </tr>
                ))}
            </tbody>
          </Table>
          {!groups.data && (
            <p className="px-4 py-3 text-muted">
              {groups.isError ? "Groups could not be read." : "reading …"}
            </p>
          )}
        </ScrollBox>
      </div>
      <Between data={data} moments={moments} nowMs={nowMs} />
    </Panel>
  );
}

function Moment({
  name,
  atMs,
  data,
  patch,
}: {
  name: "A" | "B";
  atMs: number;
  data: SkewPageData;
  patch: (atMs: number) => Moments;
}) {
  const { view, show } = useView();
  return (
    <span className="flex items-center gap-2">
      <span
        aria-hidden="true"
        className="grid size-4 place-items-center rounded-mark bg-accent text-caption font-semibold text-panel"
      >
        {name}
      </span>
      <MomentField
        className="rounded-control"
        key={atMs}
        label={`Moment ${name}, UTC`}
        atMs={atMs}
        onMoment={(ms) => show({ compare: patch(ms) })}
      />
      <a
        href={momentHref(data.id, view, atMs, Date.parse(data.answer.now))}
        className="text-small text-accent underline-offset-2 hover:underline"
      >
        clients then<span className="sr-only">, at {formatWhen(atMs, atMs)}</span>
      </a>
    </span>
  );
}

function Between({ data, moments, nowMs }: { data: SkewPageData; moments: Moments; nowMs: number }) {
  const changes = changesBetween(data.answer, moments);
  return (
    <div className="mt-3 border-t border-line pt-3">
      {changes.length === 0 ? (
        <p className="text-muted">
          Nothing was recorded between {formatWhen(Math.min(moments.aMs, moments.bMs), nowMs)} and{" "}
          {formatWhen(Math.max(moments.aMs, moments.bMs), nowMs)} UTC: no change of roles, addresses or
          reachability.
        </p>
      ) : (
        <ScrollBox label="What happened between them" className="-mx-4 max-h-44 px-4">
          <ol className="grid gap-1.5">
            {changes.map((change) => (
              <li
                key={`${change.at} ${change.subject} ${change.kind}`}
                className="grid grid-cols-[104px_1fr] gap-x-2"
              >
                <Instant at={change.at} now={data.answer.now} className="text-small text-muted" />
                <span className="min-w-0 wrap-anywhere">{shortenNodes(change.sentence)}</span>
              </li>
            ))}
          </ol>
        </ScrollBox>
      )}
    </div>
  );
}
