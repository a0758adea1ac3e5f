import type { ClusterAnswer } from "@/lib/contract/cluster";
import type { View } from "../url";

/** What the lines are: proxies where there are any, else nodes; one line for "direct" would say nothing. */
export function effectiveBy(
  by: View["by"],
  cluster: Pick<ClusterAnswer, "proxies"> | null | undefined,
): View["by"] {
  return by === "proxy" && cluster?.proxies.length === 0 ? "node" : by;
}
