import type { ClientsParams, ClientsSort } from "@/lib/contract/clients";
import type { ConnectionsParams } from "@/lib/contract/connections";
import { formatInstantParam, type View } from "../url";
import { windowParams } from "../window";
import { effectiveBy } from "./effective-by";

/** Points of a chart: no screen shows more of them side by side in its panel. */
const POINTS = 360;
/** Lines of a chart, beside `rest`, `other` and `direct`: a dozen in all at most. */
const TOP = 9;
export const CLIENTS_PAGE = 100;

type Ask<Params> = { readonly [Name in keyof Params]?: Params[Name] };

/** The question behind the charts of a view. */
export function askConnections(view: Pick<View, "window" | "by">): Ask<ConnectionsParams> {
  return { ...windowParams(view.window), by: effectiveBy(view.by, null), points: POINTS, top: TOP };
}

/** The question behind the clients page; `cursor` asks for a later page of the same moment. */
export function askClients(
  view: Pick<View, "at" | "group" | "proxy" | "node" | "q" | "sort">,
  cursor: string | null,
): Ask<ClientsParams> {
  const q = view.q.trim().slice(0, 300);
  return {
    ...(view.at !== null && { at: formatInstantParam(view.at) }),
    ...(view.group !== null && { group: view.group.slice(0, 300) }),
    ...(view.proxy !== null && { proxy: view.proxy.slice(0, 300) }),
    ...(view.node !== null && { node: view.node.slice(0, 300) }),
    ...(q !== "" && { q }),
    ...(cursor !== null && { cursor }),
    sort: clientsSortOf(view.sort),
    limit: CLIENTS_PAGE,
  };
}

const TEXT_COLUMNS: Record<string, ClientsSort> = {
  name: "name",
  address: "address",
  proxy: "proxy",
  group: "group",
  node: "node",
};

/** Texts are sorted upwards only; opened either way, newest first unless asked otherwise. */
export function clientsSortOf(sort: View["sort"]): ClientsSort {
  if (sort === null) return "newest";
  if (sort.column === "opened") return sort.direction === "asc" ? "oldest" : "newest";
  return TEXT_COLUMNS[sort.column] ?? "newest";
}
