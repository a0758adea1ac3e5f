import type { Connection } from "@/lib/domain/connections/model";
import { applyDelta, decodeDelta, decodeKeyframe } from "@/lib/domain/connections/sweep-codec";
import type {
  QueuedObservation,
  QueuedProxySample,
  QueuedSample,
  QueuedSkewNow,
  QueuedSourceStatus,
  WriteJob,
} from "@/lib/store/queue/jobs";
import type { VerdictEpisode } from "@/lib/store/rows";

export type SweepJob = Extract<WriteJob, { kind: "sweep" }>;

/** What a collector would have written, kept in memory. */
export interface CapturedJobs {
  readonly jobs: WriteJob[];
  enqueue(job: WriteJob): void;
  sweepsOf(address: string): SweepJob[];
  samplesOf(address: string): QueuedSample[];
  proxySamplesOf(proxy: string): QueuedProxySample[];
  assessments(): QueuedSkewNow[];
  verdicts(): VerdictEpisode[];
  observationsOf(address: string | null): QueuedObservation[];
  /** The newest source status of a node. */
  sourceOf(address: string): QueuedSourceStatus | undefined;
  /** The newest status of a source that is no node's. */
  clusterSourceOf(source: string): QueuedSourceStatus | undefined;
  /** Addresses that were interned and did not go again, in order. */
  nodes(): string[];
}

export function captureJobs(): CapturedJobs {
  const jobs: WriteJob[] = [];
  const ofKind = <Kind extends WriteJob["kind"]>(kind: Kind) =>
    jobs.filter((job): job is Extract<WriteJob, { kind: Kind }> => job.kind === kind);
  return {
    jobs,
    enqueue: (job) => jobs.push(job),
    sweepsOf: (address) => ofKind("sweep").filter((job) => job.address === address),
    samplesOf: (address) =>
      ofKind("samples").flatMap(({ samples }) => samples.filter((sample) => sample.address === address)),
    proxySamplesOf: (proxy) =>
      ofKind("proxy-samples").flatMap(({ samples }) => samples.filter((sample) => sample.proxy === proxy)),
    assessments: () => ofKind("skew-now").flatMap(({ assessments }) => assessments),
    verdicts: () => ofKind("verdicts").flatMap(({ episodes }) => episodes),
    observationsOf: (address) =>
      ofKind("observations").flatMap(({ observations }) =>
        observations.filter((observation) => observation.address === address),
      ),
    sourceOf: (address) =>
      ofKind("sources")
        .flatMap(({ sources }) => sources.filter((source) => source.address === address))
        .at(-1),
    clusterSourceOf: (name) =>
      ofKind("sources")
        .flatMap(({ sources }) =>
          sources.filter(({ address, source }) => address === null && source === name),
        )
        .at(-1),
    nodes: () => {
      const gone = new Set(ofKind("node-gone").map(({ address }) => address));
      return [...new Set(ofKind("node").map(({ address }) => address))]
        .filter((address) => !gone.has(address))
        .sort();
    },
  };
}

/** The set of connections after the last of these sweeps, replayed from their bytes. */
export function replaySweeps(sweeps: readonly SweepJob[]): Map<number, Connection> {
  let connections = new Map<number, Connection>();
  for (const { keyframe, deltaBytes } of sweeps) {
    const delta = decodeDelta(deltaBytes);
    if (delta.state === "corrupt") throw new Error(delta.reason);
    applyDelta(connections, delta.value);
    if (keyframe === null) continue;
    const whole = decodeKeyframe(keyframe);
    if (whole.state === "corrupt") throw new Error(whole.reason);
    connections = new Map(whole.value.map((connection) => [connection.id, connection]));
  }
  return connections;
}

/** Opened and closed, summed over sweeps and cells. */
export function sumCells(sweeps: readonly SweepJob[]): {
  opened: number;
  closed: number;
  unattributed: number;
} {
  const sums = { opened: 0, closed: 0, unattributed: 0 };
  for (const { result } of sweeps) {
    sums.unattributed += result.unattributed ?? 0;
    for (const cell of result.cells) {
      sums.opened += cell.opened;
      sums.closed += cell.closed;
    }
  }
  return sums;
}
