import type { NodeRow } from "@/lib/contract/cluster";
import { WARNING_HOURS } from "@/lib/domain/findings/node";
import { assertNever } from "../assert-never";
import { limitTone } from "../fleet/limit";
import { shortNode } from "../node-names";
import { formatBytes, formatCount, formatDuration, formatPercent, THIN } from "../words";

export type Tone = "plain" | "warning" | "critical";

/** Words for one cell: what stands first, what stands under it line by line, and whether it needs an eye. */
export interface CellWords {
  readonly main: string;
  readonly subs: readonly string[];
  readonly tone: Tone;
}

/** Connections against maxclients: "240 of 10,000", "full in 31 h at this trend". */
export function headroomWords(node: Pick<NodeRow, "headroom" | "hoursToLimit">): CellWords | null {
  const { headroom, hoursToLimit } = node;
  if (headroom === null) return null;
  const soon = hoursToLimit !== null && hoursToLimit < WARNING_HOURS;
  const level = limitTone(headroom.ratio);
  const tone = level === "plain" && soon ? "warning" : level;
  return {
    main: `${formatPercent(headroom.ratio)} of ${formatCount(headroom.maxclients)}`,
    subs: hoursToLimit === null ? [] : [`full in ${formatHours(hoursToLimit)} at this trend`],
    tone,
  };
}

/** A forecast is no measurement: whole hours, then days. */
export function formatHours(hours: number): string {
  if (hours < 1) return `${Math.max(1, Math.round(hours * 60))}${THIN}min`;
  if (hours < 72) return `${Math.round(hours)}${THIN}h`;
  const days = Math.round(hours / 24);
  return days > 365 ? "over a year" : `${formatCount(days)}${THIN}d`;
}

/** Round trips: the median first, the range under it, and how many were not answered. */
export function pingWords(ping: NodeRow["ping"]): CellWords | null {
  if (ping === null) return null;
  return {
    main: formatDuration(ping.medianMs),
    subs: [
      `${formatDuration(ping.minMs)} – ${formatDuration(ping.maxMs)}`,
      ...(ping.failed > 0 ? [`${formatCount(ping.failed)} of ${formatCount(ping.sent)} failed`] : []),
    ],
    tone: ping.failed === 0 ? "plain" : ping.failed >= ping.sent ? "critical" : "warning",
  };
}

/** What a node is: its role, and what it serves or follows. */
export function roleWords(node: Pick<NodeRow, "role" | "slots" | "primary">): CellWords {
  switch (node.role) {
    case "primary":
      return { main: "primary", subs: node.slots === null ? [] : [slotWords(node.slots)], tone: "plain" };
    case "replica":
      return {
        main: "replica",
        subs: node.primary === null ? [] : [`of ${shortNode(node.primary)}`],
        tone: "plain",
      };
    case "unknown":
      return { main: "role not known", subs: [], tone: "plain" };
    default:
      return assertNever(node.role);
  }
}

function slotWords(slots: string): string {
  return slots === "" ? "no slots" : `slots ${slots.replaceAll("-", "–")}`;
}

/** The link to the primary, as the replica sees it. A primary has none. */
export function linkWords(node: Pick<NodeRow, "role" | "replication">): CellWords | null {
  const link = node.replication;
  if (node.role === "primary" || link === null || link.linkUp === null) return null;
  const lag = link.lagBytes === null ? [] : [`${formatBytes(link.lagBytes)} behind`];
  if (link.linkUp) return { main: "link up", subs: lag, tone: "plain" };
  const silent =
    link.lastIoSec === null || link.lastIoSec < 0
      ? null
      : [`silent for ${formatDuration(link.lastIoSec * 1000)}`];
  return { main: "link down", subs: silent ?? lag, tone: "warning" };
}

const MODES: Record<NodeRow["cost"]["mode"], string> = {
  full: "full list",
  chunks: "list in chunks",
  refused: "list refused",
  unknown: "not listed yet",
};

/** What watching costs the node: its share of the main thread against the budget, how often and how it is listed. */
export function costWords(cost: NodeRow["cost"]): CellWords {
  const over = cost.ratio !== null && cost.ratio > cost.budgetRatio;
  const every = cost.sweepIntervalMs === null ? "" : ` every ${formatDuration(cost.sweepIntervalMs)}`;
  return {
    main: `${formatPercent(cost.ratio)} of ${formatPercent(cost.budgetRatio)}`,
    subs: [`${MODES[cost.mode]}${cost.mode === "refused" ? "" : every}`],
    tone: over || cost.mode === "refused" ? "warning" : "plain",
  };
}

/** The longest single command of ours, for the hover. */
export function stallWords(cost: NodeRow["cost"]): string {
  return cost.longestStallMs === null
    ? `Our longest command is not known yet; the bound is ${formatDuration(cost.maxStallMs)}.`
    : `Our longest command took ${formatDuration(cost.longestStallMs)} of the server's time; the bound is ${formatDuration(cost.maxStallMs)}.`;
}
