"use client";

import { type ReactNode, useRef, useState } from "react";
import { IconButton } from "@/components/ui/button";
import { TableIcon } from "@/components/ui/icons";
import { Panel } from "@/components/ui/panel";
import { type ChartTable, formatCsv } from "@/lib/present/charts/chart-table";
import { ChartMenu } from "./chart-menu";
import { ChartTableView } from "./chart-table-view";

/**
 * A chart in its panel: title with unit, the same numbers as a table, copies as picture and as CSV.
 * The table scrolls inside `heightPx`: with the chart's own height switching moves nothing.
 */
export function ChartPanel({
  title,
  unit,
  note,
  controls,
  table,
  formatCell,
  source,
  fileName,
  heightPx,
  className,
  children,
}: {
  title: string;
  unit: string;
  /** What the chart leaves out. */
  note?: string | null;
  /** Choices of what is drawn. */
  controls?: ReactNode;
  table: ChartTable;
  formatCell: (value: number) => string;
  /** Printed under a copied picture: which cluster, which window. */
  source: string;
  fileName: string;
  heightPx: number;
  className?: string;
  children: ReactNode;
}) {
  const [asTable, setAsTable] = useState(false);
  const plot = useRef<HTMLDivElement>(null);
  return (
    <Panel
      title={title}
      note={note ? `${unit}; ${note}` : unit}
      className={className ?? ""}
      actions={
        <div className="-my-1 flex items-center gap-2">
          {controls}
          <IconButton label="Show as a table" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            <TableIcon />
          </IconButton>
          <ChartMenu
            plot={plot}
            caption={{ title, unit, source }}
            fileName={fileName}
            csv={() => formatCsv(table)}
            hasPicture={!asTable}
          />
        </div>
      }
    >
      {asTable ? (
        <ChartTableView
          caption={`${title}, ${unit}`}
          table={table}
          formatCell={formatCell}
          heightPx={heightPx}
        />
      ) : (
        <div ref={plot}>{children}</div>
      )}
    </Panel>
  );
}
