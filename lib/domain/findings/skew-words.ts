import { LABEL } from "../skew/evidence-labels";
import type { SkewVerdict } from "../skew/model";
import { evidenceValue } from "../skew/words";
import { inCount, inPercent, inRate } from "./wording";

const DAY_MS = 86_400_000;

/** A verdict in the few words that a row of the fleet has room for; its whole sentence is the skew page's. */
export function briefVerdict(verdict: SkewVerdict, nowMs: number): string {
  const since = verdict.sinceMs === null ? "" : ` since ${inMinute(verdict.sinceMs, nowMs)}`;
  const at = verdict.sinceMs === null ? "" : ` at ${inMinute(verdict.sinceMs, nowMs)}`;
  const subject = verdict.subject ?? "one of them";
  switch (verdict.kind) {
    case "lifo-drift":
      return `LIFO drift: ${subject} holds ${shareOf(verdict)}${since}${trend(verdict)}`;
    case "uneven-arrivals":
      return `uneven arrivals: ${subject} gets ${timesOf(verdict, LABEL.arrivals)} of new connections${since}`;
    case "proxy-restarted":
      return `${subject} restarted${at} and holds ${shareOf(verdict)}`;
    case "proxy-added":
      return `${subject} was added${at} and holds ${shareOf(verdict)}`;
    case "leak":
      return `leak: ${longIdle(verdict)} of ${verdict.group ?? subject} idle for long${since}${trend(verdict)}`;
    case "hot-connections":
      return `hot connections: ${subject} carries ${timesOf(verdict, LABEL.loadRatio)} of the load${by(verdict)}${since}`;
    case "balanced":
      return `balanced${within(verdict)}`;
    case "insufficient-data":
      return `not enough to judge by${verdict.condition === null ? "" : `: ${verdict.condition}`}`;
  }
}

/** "61 % of connections (fair 25 %)" */
function shareOf(verdict: SkewVerdict): string {
  const share = evidenceValue(verdict, LABEL.share);
  const fair = evidenceValue(verdict, LABEL.fairShare);
  if (share === null) return "not its share of connections";
  return `${inPercent(share)} of connections${fair === null ? "" : ` (fair ${inPercent(fair)})`}`;
}

function timesOf(verdict: SkewVerdict, label: string): string {
  const ratio = evidenceValue(verdict, label);
  return ratio === null ? "another share" : `${inRate(ratio)} times its share`;
}

function longIdle(verdict: SkewVerdict): string {
  const count = evidenceValue(verdict, LABEL.longIdle);
  return count === null ? "connections" : `${inCount(count)} connections`;
}

function within(verdict: SkewVerdict): string {
  const departure = evidenceValue(verdict, LABEL.departure);
  return departure === null ? "" : ` within ${inPercent(departure)} of fair shares`;
}

function by({ group }: SkewVerdict): string {
  return group === null ? "" : `, by ${group}`;
}

function trend(verdict: SkewVerdict): string {
  switch (verdict.trend) {
    case "growing":
      return ", and growing";
    case "settled":
      return ", and settled";
    case null:
      return "";
  }
}

/** "13:20" of an instant, UTC; "2026-11-21 13:20" where that is not of the last day. */
function inMinute(atMs: number, nowMs: number): string {
  const text = new Date(atMs).toISOString();
  return nowMs - atMs < DAY_MS ? text.slice(11, 16) : text.slice(0, 16).replace("T", " ");
}
