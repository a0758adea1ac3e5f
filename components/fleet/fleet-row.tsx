import { Age } from "@/components/ui/age";
import { classNames } from "@/components/ui/class-names";
import { Meter } from "@/components/ui/meter";
import { Quantity } from "@/components/ui/quantity";
import { StateMark } from "@/components/ui/state-mark";
import { RowLink, RowTh, Td, Tr } from "@/components/ui/table";
import type { ClusterRow } from "@/lib/contract/clusters";
import { serviceWords } from "@/lib/present/elasticache/facts";
import { LIMIT_WARNING, limitLabel, limitTone } from "@/lib/present/fleet/limit";
import { formatConnections, partialReason } from "@/lib/present/fleet/partial";
import { hasFinding } from "@/lib/present/fleet/skew-cell";
import { shortenNodes } from "@/lib/present/node-names";
import { countOf, formatCount, formatNumber, formatPercent } from "@/lib/present/words";
import { COLUMN } from "./columns";
import { ShareBars } from "./share-bars";
import { SkewCell } from "./skew-cell";
import { Sparkline } from "./sparkline";

/** One cluster: what is wrong with it in a sentence, then the numbers in columns. `stamp`: the answer's `now`. */
export function FleetRow({
  row,
  href,
  skewHref,
  stamp,
}: {
  row: ClusterRow;
  href: string;
  skewHref: string;
  stamp: string;
}) {
  const ratio = row.headroom?.ratio ?? null;
  const service = serviceWords(row.service);
  const missing = row.nodes - row.nodesAnswering;
  return (
    <Tr>
      <RowTh className={COLUMN.cluster}>
        <div className="grid grid-cols-[10px_1fr] items-baseline gap-x-2.5">
          <StateMark state={row.state} />
          <span className="flex min-w-0 items-baseline gap-x-2">
            <RowLink href={href} className="max-w-full min-w-0 shrink-0 truncate">
              {row.name}
            </RowLink>
            {service !== null && (
              <span className="truncate text-small text-muted max-sm:hidden" title={service}>
                {service}
              </span>
            )}
          </span>
          <p className="col-start-2 max-w-[64ch] text-small text-pretty text-muted [overflow-wrap:anywhere]">
            {shortenNodes(row.reason)}
          </p>
          <p className="col-start-2 pt-0.5 text-small text-muted sm:hidden">
            {ratio !== null && `${formatPercent(ratio)} of limit · `}
            {row.nodesAnswering} of {countOf(row.nodes, "node")}
          </p>
          {hasFinding(row) && (
            <div className="col-start-2 pt-1 md:hidden">
              <SkewCell row={row} href={skewHref} />
            </div>
          )}
        </div>
      </RowTh>
      <Td align="right" className={COLUMN.connections}>
        <span title={partialReason(row)}>
          <Quantity text={formatConnections(row)} unknown="not counted yet" />
        </span>
        <div className="sm:hidden">
          <Age ageMs={row.ageMs} stamp={stamp} className="text-small" />
        </div>
      </Td>
      <Td className={COLUMN.trend}>
        <Sparkline values={row.trend} />
      </Td>
      <Td className={COLUMN.limit}>
        <div className="grid grid-cols-[1fr_52px] items-center gap-1">
          <Meter ratio={ratio} tick={LIMIT_WARNING} tone={limitTone(ratio)} label={limitLabel(row)} />
          <span className="text-right text-small text-muted tabular-nums">
            <Quantity text={formatPercent(ratio)} unknown="limit not known" />
          </span>
        </div>
      </Td>
      <Td className={COLUMN.proxies}>
        <ShareBars perProxy={row.perProxy} />
      </Td>
      <Td className={COLUMN.skew}>
        <SkewCell row={row} href={skewHref} />
      </Td>
      <Td align="right" className={COLUMN.opened}>
        <Quantity text={formatNumber(row.openedPerSec)} />
      </Td>
      <Td
        align="right"
        className={classNames(COLUMN.nodes, missing > 0 && row.state !== "unknown" && "text-warning")}
      >
        <span className="whitespace-nowrap">
          {formatCount(row.nodesAnswering)} of {formatCount(row.nodes)}
        </span>
      </Td>
      <Td align="right" className={COLUMN.age}>
        <Age ageMs={row.ageMs} stamp={stamp} />
      </Td>
    </Tr>
  );
}
