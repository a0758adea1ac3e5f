import type { ConnectionsBy } from "@/lib/contract/connections";
import { countSeen, type Seen } from "@/lib/domain/series/combine";
import type { CellBuckets } from "@/lib/store/reads/bucket-rows";
import type { GroupRecord } from "@/lib/store/reads/read-groups";
import type { ProxyRecord } from "@/lib/store/reads/read-proxies";
import type { WatchedNodeRecord } from "@/lib/store/reads/read-watched-nodes";
import { contributionsOf, type PlacedNode, type Subject, wholeNode } from "./series";

/** Everything that a chart may be drawn by. */
export interface SubjectSources {
  readonly nodes: readonly PlacedNode[];
  readonly records: readonly WatchedNodeRecord[];
  readonly seen: Seen;
  readonly cells: readonly CellBuckets[];
  readonly proxies: readonly ProxyRecord[];
  /** Names in the fleet file: shown even when nobody came through them, which is worth seeing. */
  readonly declaredProxies: readonly string[];
  readonly groups: readonly GroupRecord[];
}

export function subjectsOf(by: ConnectionsBy, sources: SubjectSources): Subject[] {
  switch (by) {
    case "proxy":
      return byProxy(sources);
    case "group":
      return byGroup(sources);
    case "node":
      return byNode(sources);
  }
}

const NO_PROXY = 0;

function byProxy({ nodes, seen, cells, proxies, declaredProxies }: SubjectSources): Subject[] {
  const rows = groupBySubject(cells);
  const named = proxies
    .filter(({ proxyId, name }) => rows.has(proxyId) || declaredProxies.includes(name))
    .map(({ proxyId, name }): Subject => {
      return { name, role: "subject", seen, contributions: contributionsOf(nodes, rows.get(proxyId) ?? []) };
    });
  const unheard = declaredProxies
    .filter((name) => !proxies.some((proxy) => proxy.name === name))
    .map((name): Subject => ({ name, role: "subject", seen, contributions: contributionsOf(nodes, []) }));
  const direct = contributionsOf(nodes, rows.get(NO_PROXY) ?? []);
  return [...named, ...unheard, { name: "direct", role: "direct", seen, contributions: direct }];
}

function byGroup({ nodes, seen, cells, groups }: SubjectSources): Subject[] {
  const rows = groupBySubject(cells);
  return groups.flatMap(({ groupId, name, origin }): Subject[] => {
    const own = rows.get(groupId);
    if (own === undefined) return [];
    const role = origin === "other" ? "other" : "subject";
    return [{ name, role, seen, contributions: contributionsOf(nodes, own) }];
  });
}

/** A node's own line breaks where it was not seen, whatever happens to its neighbours. */
function byNode({ nodes, records }: SubjectSources): Subject[] {
  return nodes.map((node): Subject => {
    const name = records.find((record) => record.nodeId === node.nodeId)?.address ?? "";
    const seen = countSeen([node.placement], node.track.sweeps.length);
    return { name, role: "subject", seen, contributions: [wholeNode(node)] };
  });
}

export function groupBySubject(cells: readonly CellBuckets[]): Map<number, CellBuckets[]> {
  const rows = new Map<number, CellBuckets[]>();
  for (const cell of cells) {
    const own = rows.get(cell.subjectId);
    if (own === undefined) rows.set(cell.subjectId, [cell]);
    else own.push(cell);
  }
  return rows;
}
