import type { SkewParams } from "@/lib/contract/skew";
import type { View } from "../url";
import { windowParams } from "../window";

/** Buckets of the page's charts. */
const POINTS = 150;

/** The question behind the skew page. Nodes and zones are asked for by name; else the server knows what there is. */
export function askSkew(
  view: Pick<View, "window" | "by">,
): Pick<Partial<SkewParams>, "from" | "to" | "last" | "by" | "points"> {
  const by = view.by === "node" || view.by === "zone" ? { by: view.by } : {};
  return { ...windowParams(view.window), ...by, points: POINTS };
}
