import type { ProxyReading, ProxyStep } from "@/lib/domain/proxies/model";
import { stepBetween } from "@/lib/domain/proxies/step";
import { backOffMs } from "../back-off";
import type { StatisticsAnswer } from "../sources/proxy-statistics";
import type { SourceFailure } from "../sources/redis-failure";
import type { OwnConnections } from "./proxy-link";
import { withoutOwn } from "./without-own";

export type StepTurn =
  | { readonly state: "step"; readonly step: ProxyStep }
  | { readonly state: "failed"; readonly failure: SourceFailure }
  /** It failed lately and is left alone for the moment. */
  | { readonly state: "waiting" };

export interface ProxyStepperOptions {
  readonly read: (signal: AbortSignal) => Promise<StatisticsAnswer>;
  readonly intervalMs: number;
  /** Connections of ours that the proxy counts. */
  readonly own: () => OwnConnections;
  /** Monotonic milliseconds. */
  readonly clock?: () => number;
  readonly random?: () => number;
}

/** A proxy's statistics, reading after reading, as steps. */
export interface ProxyStepper {
  turn(signal: AbortSignal): Promise<StepTurn>;
}

/** A dead endpoint is asked ever more seldom; a proxy that comes back is seen within a minute. */
const SELDOMEST_MS = 30_000;

export function createProxyStepper(options: ProxyStepperOptions): ProxyStepper {
  const { read, intervalMs, own } = options;
  const clock = options.clock ?? (() => performance.now());
  const random = options.random ?? Math.random;
  const limits = { firstMs: intervalMs, mostMs: Math.max(intervalMs, SELDOMEST_MS) };
  let previous: { readonly atMs: number; readonly reading: ProxyReading } | null = null;
  let ownBefore: OwnConnections = { open: 0, opened: 0 };
  let failures = 0;
  let nextAttemptAt = 0;

  return {
    async turn(signal) {
      if (clock() < nextAttemptAt) return { state: "waiting" };
      const atMs = Date.now();
      const ownNow = own();
      const answer = await read(signal);
      if (answer.state === "failed") {
        failures++;
        // The first failure is tried again at the next beat: a second one makes it a fact.
        if (failures > 1) nextAttemptAt = clock() + backOffMs(failures - 1, limits, random());
        return answer;
      }
      failures = 0;
      const next = { atMs, reading: answer.reading };
      const step = withoutOwn(stepBetween(previous, next), ownBefore, ownNow);
      previous = next;
      ownBefore = ownNow;
      return { state: "step", step };
    },
  };
}
