import type { ClusterAnswer } from "@/lib/contract/cluster";
import { assertNever } from "../assert-never";
import { countOf } from "../words";

/** What kind of thing a cluster is: "replication, 1 primary + 2 replicas · behind 4 proxies". */
export function describeTopology(answer: Pick<ClusterAnswer, "kind" | "nodes" | "proxies">): string {
  const nodes = describeNodes(answer);
  return answer.proxies.length === 0
    ? nodes
    : `${nodes} · behind ${countOf(answer.proxies.length, "proxy", "proxies")}`;
}

function describeNodes({ kind, nodes }: Pick<ClusterAnswer, "kind" | "nodes">): string {
  const primaries = nodes.filter((node) => node.role === "primary").length;
  const replicas = nodes.filter((node) => node.role === "replica").length;
  const unknown = nodes.length - primaries - replicas;
  const roles = [
    primaries > 0 && countOf(primaries, "primary", "primaries"),
    replicas > 0 && countOf(replicas, "replica"),
    unknown > 0 && `${countOf(unknown, "node")} of unknown role`,
  ].filter((part) => part !== false);
  const counted = roles.length === 0 ? "no node seen yet" : roles.join(" + ");
  switch (kind) {
    case "standalone":
      return `standalone, ${counted}`;
    case "replication":
      return `replication, ${counted}`;
    case "cluster":
      return `Redis Cluster, ${counted}`;
    case "unknown":
      return counted;
    default:
      return assertNever(kind);
  }
}
