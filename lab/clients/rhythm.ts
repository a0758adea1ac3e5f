/** How busy a pod is: a slow wave between two levels, with short bursts on top. */
export interface Rhythm {
  readonly low: number;
  readonly high: number;
  readonly waveMs: number;
  readonly burst: number;
  readonly burstMs: number;
  readonly burstEveryMs: number;
}

/** Requests to send at once, `elapsedMs` after the start; `phase` (0..1) keeps pods from moving in step. */
export function concurrencyAt(rhythm: Rhythm, elapsedMs: number, phase: number): number {
  const wave = (1 - Math.cos(2 * Math.PI * (elapsedMs / rhythm.waveMs + phase))) / 2;
  const sinceBurstMs = (elapsedMs + phase * rhythm.burstEveryMs) % rhythm.burstEveryMs;
  const burst = sinceBurstMs < rhythm.burstMs ? rhythm.burst : 0;
  return Math.round(rhythm.low + (rhythm.high - rhythm.low) * wave) + burst;
}
