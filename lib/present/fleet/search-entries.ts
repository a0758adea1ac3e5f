import type { ClusterAnswer } from "@/lib/contract/cluster";
import type { ClusterRow } from "@/lib/contract/clusters";
import { shortenNodes, shortNode } from "../node-names";
import type { SearchEntry } from "../search";
import { carriedView, type View, type ViewPatch, viewHref } from "../url";
import { countOf } from "../words";

/** Everything of the fleet that has a name and a page. The time shown goes along to where a link leads. */
export function collectEntries(
  clusters: readonly ClusterRow[],
  details: readonly ClusterAnswer[],
  view: View,
): SearchEntry[] {
  const carried = carriedView(view);
  const clusterHref = (id: string) => viewHref(`/clusters/${encodeURIComponent(id)}`, carried);
  const clientsHref = (id: string, patch: ViewPatch) =>
    viewHref(`/clusters/${encodeURIComponent(id)}/clients`, { ...carried, ...patch });
  return [
    ...clusters.map(
      (row): SearchEntry => ({
        kind: "cluster",
        label: row.name,
        detail: shortenNodes(row.reason),
        within: row.id,
        href: clusterHref(row.id),
        state: row.state,
      }),
    ),
    ...clusters.flatMap((row) =>
      row.perProxy.map(
        ({ name }): SearchEntry => ({
          kind: "proxy",
          label: name,
          detail: row.name,
          within: `${row.name} ${row.id}`,
          href: clientsHref(row.id, { proxy: name }),
          state: null,
        }),
      ),
    ),
    ...details.flatMap((answer) => [
      ...answer.groups.map(
        (group): SearchEntry => ({
          kind: "group",
          label: group.name,
          detail: `${answer.name}, ${countOf(group.connections, "connection")}`,
          within: `${answer.name} ${answer.id}`,
          href: clientsHref(answer.id, { group: group.name }),
          state: null,
        }),
      ),
      ...answer.nodes.map(
        (node): SearchEntry => ({
          kind: "node",
          label: shortNode(node.address),
          detail: node.role === "unknown" ? answer.name : `${answer.name}, ${node.role}`,
          within: `${answer.name} ${answer.id} ${node.role} ${node.address}`,
          href: clientsHref(answer.id, { node: node.address }),
          state: node.state,
        }),
      ),
    ]),
  ];
}
