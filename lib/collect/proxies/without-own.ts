import type { ProxyStep } from "@/lib/domain/proxies/model";
import type { OwnConnections } from "./proxy-link";

/**
 * The proxy counts our kept connection with its clients': it is taken out again, with what was opened and closed of it
 * between the two readings. A count never falls below zero: a proxy may count us a moment later than we do.
 */
export function withoutOwn(step: ProxyStep, before: OwnConnections, now: OwnConnections): ProxyStep {
  const opened = now.opened - before.opened;
  const closed = opened - (now.open - before.open);
  return {
    ...step,
    connections: less(step.connections, now.open),
    opened: less(step.opened, opened),
    closed: less(step.closed, closed),
  };
}

function less(count: number | null, own: number): number | null {
  return count === null ? null : Math.max(0, count - own);
}
