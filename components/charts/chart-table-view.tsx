import { ScrollBox } from "@/components/ui/scroll-box";
import { RowTh, Table, Td, Th } from "@/components/ui/table";
import type { ChartTable } from "@/lib/present/charts/chart-table";
import { shortenNodes } from "@/lib/present/node-names";
import { countOf, UNKNOWN } from "@/lib/present/words";

/** A page of more cells would be slow to scroll; the CSV has them all. */
const MOST_COLUMNS = 24;

/** The numbers of a chart in the space of the chart. */
export function ChartTableView({
  caption,
  table,
  formatCell,
  heightPx,
}: {
  caption: string;
  table: ChartTable;
  formatCell: (value: number) => string;
  heightPx: number;
}) {
  const columns = table.columns.slice(0, MOST_COLUMNS);
  const hidden = table.columns.length - columns.length;
  return (
    <ScrollBox label={caption} className="-mx-4" style={{ height: heightPx }}>
      <Table caption={caption}>
        <thead>
          <tr>
            <Th>{table.first.head}</Th>
            {columns.map((column) => (
              <Th key={column} align="right">
                <span className="inline-block max-w-40 truncate align-bottom" title={column}>
                  {shortenNodes(column)}
                </span>
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.name} className="group">
              <RowTh className="py-1! whitespace-nowrap text-muted">{row.name}</RowTh>
              {row.values.slice(0, MOST_COLUMNS).map((value, index) => (
                <Td key={columns[index]} align="right" className="py-1!">
                  {value === null ? <span className="text-muted">{UNKNOWN}</span> : formatCell(value)}
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
      {hidden > 0 && <p className="px-4 py-2 text-muted">{countOf(hidden, "more column")} in the CSV</p>}
    </ScrollBox>
  );
}
