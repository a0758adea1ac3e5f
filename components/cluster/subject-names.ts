import type { ClusterAnswer } from "@/lib/contract/cluster";
import type { ConnectionsAnswer } from "@/lib/contract/connections";

/** All names that may need a colour, so that one is not taken from a proxy which has no line at the moment. */
export function subjectNames(cluster: ClusterAnswer, answer: ConnectionsAnswer): string[] {
  const drawn = answer.series.filter((series) => series.role === "subject").map((series) => series.name);
  // Groups and nodes may be many, and come and go: only those drawn take a colour.
  return answer.by === "proxy" ? [...cluster.proxies.map((proxy) => proxy.name), ...drawn] : drawn;
}
