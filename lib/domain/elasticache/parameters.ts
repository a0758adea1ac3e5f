import type { CacheParameters, ParameterLimits } from "./model";
import type { ParameterShape } from "./shapes";

/** DescribeCacheParameters, all pages together; parameters without a value are left out. */
export function parametersOf(group: string, shapes: readonly ParameterShape[]): CacheParameters {
  const values: Record<string, string> = {};
  for (const { ParameterName: name, ParameterValue: value } of shapes) {
    if (name && value !== undefined && value !== null) values[name] = value;
  }
  return { group, values };
}

/**
 * What the parameters mean for connections. Source: "Valkey and Redis OSS parameters", Amazon ElastiCache User Guide:
 * maxclients 65,000 and fixed, timeout 0 or at least 20 s, tcp-keepalive 300 s, close-on-replica-write (older name:
 * close-on-slave-write) yes.
 */
export function limitsOf({ values }: CacheParameters): ParameterLimits {
  return {
    maxclients: wholeNumber(values.maxclients),
    timeoutSec: wholeNumber(values.timeout),
    tcpKeepaliveSec: wholeNumber(values["tcp-keepalive"]),
    closeOnReplicaWrite: yesOrNo(values["close-on-replica-write"] ?? values["close-on-slave-write"]),
  };
}

function wholeNumber(text: string | undefined): number | null {
  const digits = text?.trim() ?? "";
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}

function yesOrNo(text: string | undefined): boolean | null {
  const word = text?.trim().toLowerCase();
  if (word === "yes" || word === "1") return true;
  return word === "no" || word === "0" ? false : null;
}
