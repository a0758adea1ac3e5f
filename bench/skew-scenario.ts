import type { VerdictKind } from "@/lib/domain/skew/model";
import type { BalancerWay } from "./skew-balancer";
import type { PasserSpec } from "./skew-passers";
import type { PoolSpec } from "./skew-pool";
import type { SteadySpec } from "./skew-steady";

/** What befalls a fleet. Moments are ms since the watch began; before 0 nobody watches. */
export type Happening =
  | { readonly what: "slow"; readonly atMs: number; readonly proxy: number; readonly latencyMs: number }
  | { readonly what: "down"; readonly atMs: number; readonly proxy: number }
  | { readonly what: "up"; readonly atMs: number; readonly proxy: number }
  | { readonly what: "add"; readonly atMs: number; readonly proxy: number }
  | { readonly what: "weight"; readonly atMs: number; readonly proxy: number; readonly weight: number }
  | { readonly what: "deploy"; readonly atMs: number; readonly clients: readonly number[] }
  | { readonly what: "load"; readonly atMs: number; readonly group: number; readonly factor: number };

/** One run, drawn from its kind and seed alone. */
export interface Scenario {
  readonly kind: VerdictKind;
  /** Which of the kind's forms: for reading results. */
  readonly form: string;
  readonly seed: number;
  readonly proxies: number;
  /** Of them, those that exist only once they are added, and whether the watch is told of them before. */
  readonly added: readonly number[];
  readonly knownBefore: boolean;
  /** As declared to the watch. */
  readonly weights: readonly number[];
  /** As the balancer has them when the run begins. */
  readonly startWeights: readonly number[];
  readonly way: BalancerWay;
  readonly latencyMs: number;
  readonly nodes: number;
  readonly sweepMs: number;
  readonly groups: readonly string[];
  readonly pools: readonly PoolSpec[];
  readonly steady: readonly SteadySpec[];
  readonly passers: readonly PasserSpec[];
  /** Groups that subscribe or block, and groups that pipeline. */
  readonly waiting: readonly number[];
  readonly pipelining: readonly number[];
  readonly hasCounters: boolean;
  readonly hasLatency: boolean;
  readonly countsCommands: boolean;
  readonly tellsPipelining: boolean;
  /** Oldest a connection can be when the run begins. */
  readonly oldestMs: number;
  readonly warmUpMs: number;
  readonly happenings: readonly Happening[];
  /** When the fault sets in; null: there is none. Negative: before the watch. */
  readonly faultAtMs: number | null;
  /** Proxies that the fault is about; empty: all alike. */
  readonly subjects: readonly number[];
  /** The group that carries it, where one alone does. */
  readonly group: number | null;
  /** From the moment on that the effect is there to the question "what is it?". */
  readonly askAfterMs: number;
  readonly endMs: number;
}
