import type { GroupRow } from "@/lib/contract/cluster";
import { compareNatural } from "../charts/series-tones";

export interface OpenerRow extends Pick<GroupRow, "name" | "connections" | "openedPerSec" | "closedPerSec"> {
  /** Against the highest rate of all rows shown, 0..1; null: not known. */
  readonly openedRatio: number | null;
  readonly closedRatio: number | null;
}

const SHOWN = 6;

/** The groups that open most, then those that hold most. */
export function prepareOpeners(groups: readonly GroupRow[]): { rows: OpenerRow[]; note: string | null } {
  const sorted = [...groups].sort(
    (a, b) =>
      (b.openedPerSec ?? -1) - (a.openedPerSec ?? -1) ||
      b.connections - a.connections ||
      compareNatural(a.name, b.name),
  );
  const shown = sorted.slice(0, SHOWN);
  const highest = Math.max(
    0,
    ...shown.flatMap((group) => [group.openedPerSec ?? 0, group.closedPerSec ?? 0]),
  );
  const ratioOf = (rate: number | null) => (rate === null ? null : highest === 0 ? 0 : rate / highest);
  return {
    rows: shown.map((group) => ({
      name: group.name,
      connections: group.connections,
      openedPerSec: group.openedPerSec,
      closedPerSec: group.closedPerSec,
      openedRatio: ratioOf(group.openedPerSec),
      closedRatio: ratioOf(group.closedPerSec),
    })),
    note: groups.length > SHOWN ? `${SHOWN} of ${groups.length} groups` : null,
  };
}
