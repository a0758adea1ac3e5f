import type { SkewBy } from "@/lib/domain/skew/model";
import { clientsHref, clusterPath } from "../cluster/clients-link";
import { carriedView, type View, viewHref } from "../url";
import type { ShareCell } from "./share-map";

/** The skew page of a cluster, at the time this page shows. */
export function skewHref(id: string, view: View): string {
  return viewHref(`${clusterPath(id)}/skew`, carriedView(view));
}

/** A whole second in the middle of a cell, never later than now. */
export function cellMomentMs(cell: Pick<ShareCell, "fromMs" | "toMs">, nowMs: number): number {
  return Math.floor(Math.min((cell.fromMs + cell.toMs) / 2, nowMs) / 1000) * 1000;
}

/**
 * The connections through one proxy, or on one node, as they were at the end of what this page shows.
 * Null: clients cannot be filtered so (zones).
 */
export function subjectHref(id: string, view: View, by: SkewBy, name: string, nowMs: number): string | null {
  if (by === "zone") return null;
  const { window } = view;
  const at = view.at ?? (window.kind === "between" && window.toMs < nowMs ? window.toMs : null);
  return clientsHref(id, { ...view, at }, by === "proxy" ? { proxy: name } : { node: name });
}
