/** Counts that are means of sweeps: two decimals are more than a chart can show. */
export function roundCount(value: number | null): number | null {
  return value === null ? null : Math.round(value * 100) / 100;
}

/** Rates and ratios: four significant digits, so that small ones survive. */
export function roundRatio(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}

/** Values of any unit: whole from a thousand on, four significant digits below. */
export function roundValue(value: number | null): number | null {
  return value !== null && Math.abs(value) >= 1000 ? Math.round(value) : roundRatio(value);
}
