/** The fleet as text for a chat or a ticket. Pure. */
import type { ClusterRow } from "@/lib/contract/clusters";
import { formatInstant } from "../time";
import { formatAge, formatPercent } from "../words";
import { formatConnections } from "./partial";

const escapeCell = (text: string) => text.replace(/[\\|]/g, "\\$&").replace(/\s+/g, " ");

/** Headline, moment, then a table of the rows as shown. `href` leads back to the same view. */
export function fleetMarkdown(
  headline: string,
  rows: readonly ClusterRow[],
  { atMs, href }: { readonly atMs: number; readonly href: string },
): string {
  const lines = rows.map((row) =>
    [
      row.name,
      row.state,
      row.reason,
      formatConnections(row),
      formatPercent(row.headroom?.ratio),
      `${row.nodesAnswering} of ${row.nodes}`,
      formatAge(row.ageMs),
    ]
      .map(escapeCell)
      .join(" | "),
  );
  return [
    `**${headline}** (${formatInstant(atMs)}, ${href})`,
    "",
    "| Cluster | State | Why | Connections | Of limit | Nodes answering | Age |",
    "|---|---|---|--:|--:|--:|--:|",
    ...lines.map((line) => `| ${line} |`),
    "",
  ].join("\n");
}
