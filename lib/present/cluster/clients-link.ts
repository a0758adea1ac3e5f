import { carriedView, type View, type ViewPatch, viewHref } from "../url";
import { pinWindow } from "../window";

export function clusterPath(id: string): string {
  return `/clusters/${encodeURIComponent(id)}`;
}

/** The clients of a cluster, seen at the same time as this page and filtered as asked. */
export function clientsHref(
  id: string,
  view: View,
  filter: Pick<ViewPatch, "group" | "proxy" | "node">,
): string {
  return viewHref(`${clusterPath(id)}/clients`, { ...carriedView(view), ...filter });
}

/** The clients at a moment picked in a chart: the window stays where it is, so that the moment stays in it. */
export function momentHref(
  id: string,
  view: View,
  atMs: number,
  nowMs: number,
  filter: Pick<ViewPatch, "group" | "proxy" | "node"> = {},
): string {
  const window = pinWindow(view.window, nowMs);
  return viewHref(`${clusterPath(id)}/clients`, { ...carriedView(view), window, at: atMs, ...filter });
}
