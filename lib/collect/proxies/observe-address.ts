import type { ObservationContent } from "@/lib/store/rows";
import type { ReachabilityChange } from "../reachability";
import type { AddressChange } from "./address-history";
import { MOST_PRECISION_MS } from "./observe-proxy";

/** What is told of a name and of the proxies behind it. */

export function observeArrival(
  name: string,
  change: AddressChange,
  isFirstAnswer: boolean,
): ObservationContent {
  const { address } = change;
  return {
    ...commonOf(name, address, change),
    before: null,
    after: name,
    sentence: isFirstAnswer
      ? `${address} is a proxy: ${name} resolves to it`
      : `${address} has become a proxy: ${name} resolves to it now`,
  };
}

export function observeDeparture(name: string, change: AddressChange): ObservationContent {
  const { address } = change;
  return {
    ...commonOf(name, address, change),
    before: name,
    after: null,
    sentence: `${address} has left: ${name} does not resolve to it any more`,
  };
}

/** The name cannot be resolved, or can again; `kept`: how many proxies it led to last. */
export function observeName(
  name: string,
  change: ReachabilityChange,
  seen: { readonly atMs: number; readonly precisionMs: number; readonly kept: number },
): ObservationContent {
  const { kept, precisionMs } = seen;
  if (change.state === "silent") {
    const stay = kept === 0 ? "no proxy is known" : `the ${kept} known last stay in force`;
    return {
      ...commonOf(name, name, { atMs: change.sinceMs, precisionMs }),
      before: "resolved",
      after: "unresolved",
      sentence: `${name} ${change.reason.sentence}; ${stay}`,
    };
  }
  return {
    ...commonOf(name, name, { atMs: seen.atMs, precisionMs }),
    before: "unresolved",
    after: "resolved",
    sentence: `${name} resolves again`,
  };
}

function commonOf(
  name: string,
  subject: string,
  { atMs, precisionMs }: { readonly atMs: number; readonly precisionMs: number },
) {
  return {
    at: new Date(atMs),
    subject,
    kind: "address",
    source: `DNS ${name}`,
    precisionMs: Math.min(precisionMs, MOST_PRECISION_MS),
  } as const;
}
