import Link from "next/link";
import { VerdictChip } from "@/components/skew/verdict-chip";
import { Quantity } from "@/components/ui/quantity";
import type { ClusterRow } from "@/lib/contract/clusters";
import { skewCell } from "@/lib/present/fleet/skew-cell";
import { UNKNOWN } from "@/lib/present/words";

/** How uneven a cluster is and who carries most; a verdict that needs an eye leads to its page. */
export function SkewCell({ row, href }: { row: ClusterRow; href: string }) {
  const { factor, subject, chip, stale, title, calm } = skewCell(row);
  return (
    <div className="min-w-0" title={title}>
      <p className="truncate">
        <Quantity
          text={factor ?? UNKNOWN}
          unknown={title}
          className={chip !== null && !stale ? "font-semibold" : ""}
        />
        {subject !== null && <span className="text-small text-muted"> {subject}</span>}
        {factor !== null && calm !== null && <span className="text-small text-muted"> {calm}</span>}
      </p>
      {chip !== null && (
        <Link href={href} className="rounded-chip">
          <VerdictChip kind={chip} faded={stale} />
        </Link>
      )}
    </div>
  );
}
