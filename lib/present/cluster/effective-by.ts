import type { ClusterAnswer } from "@/lib/contract/cluster";
import type { ConnectionsBy } from "@/lib/contract/connections";
import type { View } from "../url";

/** What the lines are: proxies where there are any, else nodes; one line for "direct" would say nothing. */
export function effectiveBy(
  by: View["by"],
  cluster: Pick<ClusterAnswer, "proxies"> | null | undefined,
): ConnectionsBy {
  // Connections are not summed by zone: there a zone is its proxies.
  const known = by === "zone" ? "proxy" : by;
  return known === "proxy" && cluster?.proxies.length === 0 ? "node" : known;
}
