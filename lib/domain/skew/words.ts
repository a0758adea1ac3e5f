import type { SkewBy, SkewVerdict } from "./model";

const SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"] as const;

/** "four", "12". */
export function countWord(count: number): string {
  return SMALL[count] ?? String(count);
}

export function nounOf(by: SkewBy, count: number): string {
  const many = { proxy: "proxies", node: "nodes", zone: "zones" } as const;
  return count === 1 ? by : many[by];
}

/** "61 %", "0.4 %". */
export function percent(share: number): string {
  const value = share * 100;
  return `${Math.abs(value) < 1 && value !== 0 ? value.toFixed(1) : Math.round(value)} %`;
}

/** "4.3×", "12×". */
export function times(ratio: number): string {
  return `${ratio >= 10 ? Math.round(ratio) : ratio.toFixed(1)}×`;
}

/** "207 ms", "0.4 ms". */
export function milliseconds(ms: number): string {
  return `${ms < 1 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** Value of an evidence by its label; null: it is not there. */
export function evidenceValue(verdict: SkewVerdict, label: string): number | null {
  return verdict.evidence.find((one) => one.label === label)?.value ?? null;
}
