import { ScrollBox } from "@/components/ui/scroll-box";
import { Table, Td, Th } from "@/components/ui/table";
import type { ChartTable } from "@/lib/present/charts/chart-table";
import { formatInstantInput } from "@/lib/present/time";
import { UNKNOWN } from "@/lib/present/words";

/** The numbers of a chart, newest first, in the space of the chart. */
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
  return (
    <ScrollBox label={caption} className="-mx-4" style={{ height: heightPx }}>
      <Table caption={caption}>
        <thead>
          <tr>
            <Th>UTC</Th>
            {table.columns.map((column) => (
              <Th key={column} align="right">
                <span className="inline-block max-w-40 truncate align-bottom" title={column}>
                  {column}
                </span>
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.atMs} className="group">
              <Td className="py-1! whitespace-nowrap text-muted">{formatInstantInput(row.atMs)}</Td>
              {row.values.map((value, index) => (
                <Td key={table.columns[index]} align="right" className="py-1!">
                  {value === null ? <span className="text-muted">{UNKNOWN}</span> : formatCell(value)}
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </ScrollBox>
  );
}
