import type { SkewAnswer, SkewRow } from "@/lib/contract/skew";
import type { Line } from "@/lib/domain/series/combine";
import { roundCount, roundRatio } from "../round";
import { type Shared, shareChange, sharesNow, sharesOver } from "./shares";
import { closeHazardOf } from "./side";
import type { SkewedSubject } from "./subjects";

export interface SkewRows {
  /** Largest share first. */
  readonly rows: SkewRow[];
  /** In the order of the rows. */
  readonly series: SkewAnswer["series"]["subjects"];
  readonly fairShare: number | null;
  readonly skew: number | null;
}

/** The table and the lines of those that are compared. */
export function rowsOf(
  subjects: readonly SkewedSubject[],
  known: {
    readonly commandsPerSec: ReadonlyMap<string, number>;
    /** What the collector says; without a word of it those in use are. */
    readonly inRotation: ReadonlyMap<string, boolean>;
  },
): SkewRows {
  const shared = subjects.map((subject): Shared => {
    const { line, untold, state } = subject.judged;
    const connections = state.state === "known" ? state.connections : null;
    const inRotation = known.inRotation.get(subject.name) ?? isInUse(subject, connections);
    return { weight: subject.weight, inRotation, connections, line, untold };
  });
  const now = sharesNow(shared);
  const over = sharesOver(shared);
  const drawn = subjects.map((subject, index) => {
    const line = over[index] ?? [];
    return {
      row: rowOf(subject, shared[index], now.shares[index], line, known.commandsPerSec),
      series: {
        name: subject.name,
        share: line.map(roundRatio),
        connections: subject.judged.line.map(roundCount),
        latencyMs: subject.latencyLine.map(roundRatio),
      },
    };
  });
  drawn.sort(
    (left, right) =>
      (right.row.share ?? -1) - (left.row.share ?? -1) || left.row.name.localeCompare(right.row.name),
  );
  const rotating = shared.filter((one) => one.inRotation).length;
  return {
    rows: drawn.map(({ row }) => row),
    series: drawn.map(({ series }) => series),
    fairShare: rotating === 0 ? null : roundRatio(1 / rotating),
    skew: roundRatio(now.skew),
  };
}

/** A proxy without a client takes no share, and one that cannot tell may. */
function isInUse({ isDeclared, weight, judged }: SkewedSubject, connections: number | null): boolean {
  return judged.state.state !== "none" && isDeclared && weight > 0 && connections !== 0;
}

function rowOf(
  subject: SkewedSubject,
  shared: Shared | undefined,
  now: ReturnType<typeof sharesNow>["shares"][number] | undefined,
  line: Line,
  commandsPerSec: ReadonlyMap<string, number>,
): SkewRow {
  return {
    name: subject.name,
    kind: subject.kind,
    zone: subject.zone,
    inRotation: shared?.inRotation ?? false,
    fairShare: roundRatio(now?.fairShare ?? 0) ?? 0,
    connections: roundCount(shared?.connections ?? null),
    share: roundRatio(now?.share ?? null),
    shareLow: roundRatio(now?.low ?? null),
    shareHigh: roundRatio(now?.high ?? null),
    shareChange: roundRatio(shareChange(line)),
    openedPerSec: roundRatio(subject.openedPerSec),
    closedPerSec: roundRatio(subject.closedPerSec),
    backOpenedPerSec: roundRatio(subject.backOpenedPerSec),
    backClosedPerSec: roundRatio(subject.backClosedPerSec),
    closeHazard: roundRatio(closeHazardOf(subject.judged)),
    latencyMs: roundRatio(subject.latency?.medianMs ?? null),
    latency: subject.latency,
    commandsPerSec: roundRatio(subject.commandsPerSec ?? commandsPerSec.get(subject.name) ?? null),
    bytesPerSec: roundRatio(subject.bytesPerSec),
    front: subject.front,
    back: subject.back,
    source: subject.source,
  };
}
