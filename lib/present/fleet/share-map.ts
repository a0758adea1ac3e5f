/** Who holds how much of each cluster's connections over time, for the first clusters of the fleet. Pure. */
import type { ClusterRow } from "@/lib/contract/clusters";
import type { SkewAnswer } from "@/lib/contract/skew";
import { compareNatural } from "../charts/series-tones";
import { shareMapRows } from "../skew/prepare-share-map";
import { rankRows, type ShareMap, type ShareMapRow } from "../skew/share-map";

type MappedCluster = Pick<ClusterRow, "id" | "name" | "perProxy">;

/** Asking costs a query a cluster, and a map is read by eye: so many are enough. */
const MOST_CLUSTERS = 6;

/** The first clusters, as listed, whose proxies can be compared. */
export function mappedClusters<Row extends MappedCluster>(rows: readonly Row[]): readonly Row[] {
  return rows.filter((row) => row.perProxy.length > 1).slice(0, MOST_CLUSTERS);
}

/** One row a proxy, those that changed most first. Rows have names before they have numbers. */
export function prepareShareMap(
  clusters: readonly MappedCluster[],
  answers: ReadonlyMap<string, SkewAnswer>,
): ShareMap {
  const rows = clusters.flatMap((cluster) => {
    const answer = answers.get(cluster.id);
    return answer ? shareMapRows(answer, cluster) : emptyRows(cluster);
  });
  return { rows: rankRows(rows), span: spanOf(clusters, answers) };
}

function emptyRows(cluster: MappedCluster): ShareMapRow[] {
  const names = cluster.perProxy.map(({ name }) => name).sort(compareNatural);
  return names.map((name) => ({
    key: `${cluster.id}\n${name}`,
    clusterId: cluster.id,
    cluster: cluster.name,
    name,
    cells: null,
    fairShare: 1 / names.length,
  }));
}

/** From the earliest to the latest moment that any of the answers shows. */
function spanOf(
  clusters: readonly MappedCluster[],
  answers: ReadonlyMap<string, SkewAnswer>,
): ShareMap["span"] {
  const windows = clusters.flatMap(({ id }) => answers.get(id)?.window ?? []);
  if (windows.length === 0) return null;
  return {
    fromMs: Math.min(...windows.map(({ from }) => Date.parse(from))),
    toMs: Math.max(...windows.map(({ to }) => Date.parse(to))),
  };
}
