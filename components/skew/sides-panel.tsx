"use client";

import { Age } from "@/components/ui/age";
import { classNames } from "@/components/ui/class-names";
import { useNowMs } from "@/components/ui/clock";
import { Meter } from "@/components/ui/meter";
import { Panel } from "@/components/ui/panel";
import { Quantity } from "@/components/ui/quantity";
import { ScrollBox } from "@/components/ui/scroll-box";
import { RowLink, RowTh, SortTh, Table, Td, Th, Tr } from "@/components/ui/table";
import { useView } from "@/components/ui/use-view";
import { shortNode } from "@/lib/present/node-names";
import { subjectHref } from "@/lib/present/skew/links";
import { loadMeasure, prepareSides, type SideRow, sidesNote } from "@/lib/present/skew/prepare-sides";
import { byWords } from "@/lib/present/skew/verdict-words";
import type { SkewPageData } from "./skew-page-data";
import { StatisticsGuide } from "./statistics-guide";

const TITLES = {
  proxy: "Both sides of each proxy",
  node: "Each node",
  zone: "Each zone",
} as const;

/** Who carries what, from clients and to Redis, how fast, and who says so. A row leads to its connections. */
export function SidesPanel({ data }: { data: SkewPageData }) {
  const { answer, chosen, id } = data;
  const { view } = useView();
  const nowMs = useNowMs() ?? Date.parse(answer.now);
  const rows = prepareSides(answer, chosen.subject, view.sort);
  const both = answer.by === "proxy";
  const silent = both && answer.proxies.every((row) => row.front.state === "none");
  return (
    <Panel title={TITLES[answer.by]} note={sidesNote(answer) ?? undefined} flush>
      <ScrollBox label={TITLES[answer.by]} className="max-h-[420px]">
        <Table caption={TITLES[answer.by]} className="max-sm:min-w-[680px]">
          <thead>
            <tr>
              <Th>{byWords(answer.by).One}</Th>
              <SortTh column="share" className="w-[26%]">
                Share, × fair
              </SortTh>
              {both && (
                <SortTh column="front" align="right">
                  From clients
                </SortTh>
              )}
              <SortTh column="back" align="right">
                {both ? "To Redis" : "Connections"}
              </SortTh>
              <SortTh column="latency" align="right">
                Latency
              </SortTh>
              <SortTh column="load" align="right">
                {loadMeasure(answer) === "commands" ? "Commands / s" : "Traffic / s"}
              </SortTh>
              <Th>Source</Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <SideTr
                key={row.name}
                row={row}
                both={both}
                href={subjectHref(id, view, answer.by, row.name, nowMs)}
                stamp={answer.now}
              />
            ))}
          </tbody>
        </Table>
      </ScrollBox>
      {silent && <StatisticsGuide clusterId={id} names={answer.proxies.map((row) => row.name)} />}
    </Panel>
  );
}

function SideTr({
  row,
  both,
  href,
  stamp,
}: {
  row: SideRow;
  both: boolean;
  href: string | null;
  stamp: string;
}) {
  const name = classNames("font-semibold wrap-anywhere", row.isSubject && "text-critical");
  return (
    <Tr>
      <RowTh className="max-w-[380px] min-w-24 max-sm:min-w-40">
        {href === null ? (
          <span className={name} title={row.name}>
            {shortNode(row.name)}
          </span>
        ) : (
          <RowLink href={href} className={name}>
            <span title={row.name}>{shortNode(row.name)}</span>
          </RowLink>
        )}
        {row.remarks.map(({ text, tone }) => (
          <span
            key={text}
            className={classNames(
              "block text-small text-pretty",
              tone === "warning" ? "text-warning" : "text-muted",
            )}
          >
            {text}
          </span>
        ))}
      </RowTh>
      <Td>
        <span className="grid grid-cols-[minmax(48px,1fr)_46px_52px] items-center gap-2 max-sm:grid-cols-[46px_52px]">
          <Meter
            ratio={row.bar}
            tick={row.fairTick}
            label={`${row.share} of connections`}
            className="max-sm:hidden"
          />
          <span className="text-right">
            <Quantity text={row.share} />
          </span>
          <span className="text-right text-small text-muted">{row.factor}</span>
        </span>
      </Td>
      {both && (
        <Td align="right">
          <Quantity text={row.front.text} unknown={row.front.unknown} />
        </Td>
      )}
      <Td align="right">
        <Quantity text={row.back.text} unknown={row.back.unknown} />
      </Td>
      <Td align="right" title={row.latency.note ?? undefined}>
        <Quantity text={row.latency.text} unknown={row.latency.unknown} />
      </Td>
      <Td align="right">
        <Quantity text={row.load} />
      </Td>
      <Td className="text-small text-muted">
        {row.source}
        {row.ageMs !== null && (
          <span className="whitespace-nowrap">
            , <Age ageMs={row.ageMs} stamp={stamp} className="min-w-0! text-left!" />
          </span>
        )}
      </Td>
    </Tr>
  );
}
