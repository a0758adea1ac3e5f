import type { ObservationKind, SweepContent } from "@/lib/store/rows";
import type { Recorder } from "../recorder";

export interface Listener {
  readonly onSweep: (clusterKey: string, address: string, content: SweepContent) => void;
  /** A role or a process changed, or a node fell silent. */
  readonly onTrouble: (clusterKey: string) => void;
}

/** A recorder that also tells what matters to how AWS is asked. */
export function overhear(recorder: Recorder, listener: Listener): Recorder {
  return {
    ...recorder,
    sweep(clusterKey, address, content) {
      recorder.sweep(clusterKey, address, content);
      listener.onSweep(clusterKey, address, content);
    },
    observation(clusterKey, address, observation) {
      recorder.observation(clusterKey, address, observation);
      if (isTroubled(observation.kind, observation.after)) listener.onTrouble(clusterKey);
    },
  };
}

function isTroubled(kind: ObservationKind, after: string | null): boolean {
  return kind === "role" || kind === "run" || (kind === "reachability" && after === "silent");
}
