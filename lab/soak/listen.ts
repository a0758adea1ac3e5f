import { setTimeout as delay } from "node:timers/promises";
import { followSaidVerdicts, type SaidVerdict } from "@/lab/soak/said-verdicts";
import type { Stack } from "@/lab/soak/start-stack";
import { readClusters } from "@/lib/store/reads/read-clusters";
import { readOpenVerdicts } from "@/lib/store/reads/read-open-verdicts";
import { readSkewNow } from "@/lib/store/reads/read-skew-now";

const EVERY_MS = 2_000;

export interface ListenOptions {
  readonly forMs: number;
  readonly signal: AbortSignal;
  /** Asked after each look; true: enough was heard. */
  readonly isEnough?: (said: readonly SaidVerdict[]) => boolean;
  readonly onMinute?: (minute: number, said: readonly SaidVerdict[]) => Promise<void>;
}

/** Listens to what is said of the stack's clusters until the time is over, enough was heard, or it is aborted. */
export async function listen({ store }: Stack, options: ListenOptions): Promise<readonly SaidVerdict[]> {
  const { forMs, signal, isEnough = () => false, onMinute } = options;
  const verdicts = followSaidVerdicts();
  const startedMs = performance.now();
  let minutes = 0;
  while (!signal.aborted) {
    for (const { key } of await readClusters(store))
      verdicts.take(key, await readOpenVerdicts(store, key), Date.now());
    if (isEnough(verdicts.all())) break;
    const elapsedMs = performance.now() - startedMs;
    if (elapsedMs >= (minutes + 1) * 60_000) {
      minutes += 1;
      await onMinute?.(minutes, verdicts.all());
    }
    if (elapsedMs >= forMs) break;
    await delay(Math.min(EVERY_MS, forMs - elapsedMs), undefined, { signal }).catch(() => undefined);
  }
  return verdicts.all();
}

/** "orders by proxy: balanced 1.04; catalog by node: insufficient-data (…)": what leads now, with the published figure. */
export async function describeSkew({ store }: Stack): Promise<string> {
  const names = new Map((await readClusters(store)).map(({ clusterId, key }) => [clusterId, key]));
  const lines = (await readSkewNow(store, null)).map(({ clusterId, by, assessment }) => {
    const [lead] = assessment.verdicts;
    const skew = assessment.skew === null ? "" : ` ${assessment.skew.toFixed(2)}`;
    const about = lead?.subject == null ? "" : ` ${lead.subject}`;
    const why = lead?.condition == null ? "" : ` (${lead.condition})`;
    return `${names.get(clusterId) ?? clusterId} by ${by}: ${lead?.kind ?? "nothing said"}${about}${skew}${why}`;
  });
  return lines.length === 0 ? "nothing assessed yet" : lines.join("; ");
}
