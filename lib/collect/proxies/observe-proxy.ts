import type { ProxyStep } from "@/lib/domain/proxies/model";
import type { ObservationContent } from "@/lib/store/rows";
import type { ReachabilityChange } from "../reachability";

/** What is told of a proxy on its cluster's timeline. `source`: where it was seen, "HAProxy CSV". */
interface Seen {
  readonly proxy: string;
  readonly source: string;
  readonly atMs: number;
  /** Time since it was last seen otherwise. */
  readonly precisionMs: number;
}

/** A column of 32 bits. */
export const MOST_PRECISION_MS = 2 ** 31 - 1;
export const PING_SOURCE = "PING through it";
const SECOND_MS = 1000;

/** The statistics went or came back: what clients hold to the proxy is unknown in between. */
export function observeStatistics(change: ReachabilityChange, seen: Seen): ObservationContent {
  const { proxy, source } = seen;
  if (change.state === "silent") {
    return {
      ...commonOf({ ...seen, atMs: change.sinceMs }),
      before: "readable",
      after: "unreadable",
      sentence: `${proxy}: its statistics cannot be read (${source} ${change.reason.sentence}); how many clients it has is unknown`,
    };
  }
  return {
    ...commonOf(seen),
    before: "unreadable",
    after: "readable",
    sentence: `${proxy}: its statistics (${source}) can be read again${after(change.silentMs)}`,
  };
}

/** PINGs through the proxy went unanswered, or are answered again. */
export function observePath(change: ReachabilityChange, seen: Seen): ObservationContent {
  const { proxy } = seen;
  if (change.state === "silent") {
    return {
      ...commonOf({ ...seen, atMs: change.sinceMs }),
      before: "answering",
      after: "silent",
      sentence: `${proxy}: a PING through it fails: it ${change.reason.sentence}`,
    };
  }
  return {
    ...commonOf(seen),
    before: "silent",
    after: "answering",
    sentence: `${proxy}: a PING through it is answered again${after(change.silentMs)}`,
  };
}

/** Its counters began anew between two readings. */
export function observeRestart(step: ProxyStep, seen: Seen): ObservationContent {
  const { uptimeSec } = step;
  const isDated = uptimeSec !== null && uptimeSec * SECOND_MS <= seen.precisionMs;
  const how = isDated ? `it has been up for ${Math.round(uptimeSec)} s` : "its counters began anew";
  return {
    ...commonOf({
      ...seen,
      atMs: isDated ? seen.atMs - uptimeSec * SECOND_MS : seen.atMs,
      precisionMs: isDated ? SECOND_MS : seen.precisionMs,
    }),
    before: null,
    after: "restarted",
    sentence: `${seen.proxy} restarted: ${how} (${seen.source})`,
  };
}

function commonOf({ proxy, source, atMs, precisionMs }: Seen) {
  const bounded = Math.min(precisionMs, MOST_PRECISION_MS);
  return { at: new Date(atMs), subject: proxy, kind: "proxy", source, precisionMs: bounded } as const;
}

function after(silentMs: number | null): string {
  if (silentMs === null) return "";
  const sec = Math.round(silentMs / SECOND_MS);
  return ` after ${sec < 120 ? `${sec} s` : `${Math.round(sec / 60)} min`}`;
}
