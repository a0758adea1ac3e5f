export interface BackOffLimits {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * How long to wait after `failures` failures in a row: doubling, bounded, and spread over half to one and a half times
 * (`random` in 0..1), so that a hundred nodes that went together are not tried again together.
 */
export function backOffMs(failures: number, limits: BackOffLimits, random: number): number {
  if (failures <= 0) return 0;
  const plainMs = Math.min(limits.mostMs, limits.firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(plainMs * (0.5 + random));
}
