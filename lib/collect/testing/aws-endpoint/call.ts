import type { Caller } from "./key-ring";
import type { AwsRegionWorld } from "./world";

/** One operation that is asked for, its caller known. */
export interface Call {
  readonly operation: string;
  readonly caller: Caller;
  readonly world: AwsRegionWorld;
  readonly nowMs: number;
  readonly pageSize: number | null;
  /** Pages name the same next page for ever. */
  readonly repeatsMarker: boolean;
  /** GetMetricData tells half of what it has. */
  readonly isPartial: boolean;
}

export const EMPTY_REGION: AwsRegionWorld = {
  groups: () => [],
  cacheClusters: () => [],
  serverlessCaches: () => [],
  events: () => [],
  parameters: () => null,
  points: () => [],
};
