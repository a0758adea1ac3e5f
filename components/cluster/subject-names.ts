import type { ClusterAnswer } from "@/lib/contract/cluster";
import type { ConnectionsAnswer } from "@/lib/contract/connections";

/** All names that may need a colour, so that one is not taken from a proxy which has no line at the moment. */
export function subjectNames(cluster: ClusterAnswer, answer: ConnectionsAnswer): string[] {
  const drawn = answer.series.filter((series) => series.role === "subject").map((series) => series.name);
  switch (answer.by) {
    case "proxy":
      return [...cluster.proxies.map((proxy) => proxy.name), ...drawn];
    // Groups come and go, and there may be many: only those drawn take a colour.
    case "group":
      return drawn;
    case "node":
      return drawn;
  }
}
