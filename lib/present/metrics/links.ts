import { clusterPath } from "../cluster/clients-link";
import { carriedView, type View, type ViewPatch, viewHref } from "../url";

/** The metrics page of a cluster, at the time this page shows. */
export function metricsHref(id: string, view: View, filter: Pick<ViewPatch, "node" | "about"> = {}): string {
  return viewHref(`${clusterPath(id)}/metrics`, { ...carriedView(view), ...filter });
}
