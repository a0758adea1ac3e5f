/** A zero-based value axis: ticks at round numbers, and a top at which no line is cut in half. */
export interface ValueAxis {
  readonly ticks: readonly number[];
  readonly top: number;
}

/** Room above the highest value. */
const AIR = 0.03;

const ROUND_STEPS = [1, 2, 2.5, 5, 10] as const;

/**
 * Chooses ticks for values from 0 to `max`. `whole` is set for counts: no tick between two whole numbers.
 * At most `wanted` intervals; an all-zero chart keeps one interval, so that its line lies on a visible axis.
 */
export function chooseValueAxis(max: number, options: { wanted: number; whole: boolean }): ValueAxis {
  const floor = options.whole ? 1 : 0.1;
  const target = Math.max(max, floor) / Math.max(1, options.wanted);
  const magnitude = 10 ** Math.floor(Math.log10(target));
  const multiple = ROUND_STEPS.find((step) => step * magnitude >= target * (1 - 1e-9)) ?? 10;
  const exact = multiple * magnitude;
  const step = options.whole ? Math.max(1, Math.ceil(exact)) : exact;
  const intervals = Math.max(1, Math.ceil(max / step - 1e-9));
  const ticks = Array.from({ length: intervals + 1 }, (_, index) => roundTo(index * step, step));
  return { ticks, top: Math.max(roundTo(intervals * step, step), max * (1 + AIR)) };
}

/** Takes the binary noise off a multiple of a decimal step (3 × 0.1). */
function roundTo(value: number, step: number): number {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(step)));
  return Number(value.toFixed(Math.min(digits, 12)));
}
