import type { SkewAnswer } from "@/lib/contract/skew";
import { rankRows, type ShareMap, type ShareMapRow, shareCell } from "./share-map";

/** The rows of one answer, in its order. `cluster`: whose they are; its name stands before theirs. */
export function shareMapRows(
  answer: SkewAnswer,
  cluster: { readonly id: string; readonly name: string | null },
): ShareMapRow[] {
  const fairShares = new Map(answer.proxies.map((row) => [row.name, row.fairShare]));
  const { at, stepMs, subjects } = answer.series;
  const starts = at.map((instant) => Date.parse(instant));
  return subjects.map((subject) => {
    const fairShare = fairShares.get(subject.name) ?? 0;
    return {
      key: `${cluster.id}\n${subject.name}`,
      clusterId: cluster.id,
      cluster: cluster.name,
      name: subject.name,
      fairShare,
      cells: starts.map((fromMs, index) =>
        shareCell(fromMs, fromMs + stepMs, subject.share[index] ?? null, fairShare),
      ),
    };
  });
}

/** The map of one cluster's page: those whose share changed most first. */
export function prepareSkewMap(answer: SkewAnswer, clusterId: string): ShareMap {
  return {
    rows: rankRows(shareMapRows(answer, { id: clusterId, name: null })),
    span: { fromMs: Date.parse(answer.window.from), toMs: Date.parse(answer.window.to) },
  };
}
