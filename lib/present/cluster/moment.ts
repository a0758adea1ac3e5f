import type { ClientsAnswer } from "@/lib/contract/clients";
import { shortNode } from "../node-names";
import { formatClock, formatWhen } from "../time";
import { countOf, formatAgo } from "../words";

/** One step back or forward of the moment shown. Forward never goes past now: that is `null`, live. */
export function stepMoment(shownMs: number, stepMs: number, nowMs: number): number | null {
  const next = Math.round((shownMs + stepMs) / 1000) * 1000;
  return next >= nowMs ? null : next;
}

/** How far back the moment lies: "12 min ago"; null: it is now. */
export function momentWords(answer: Pick<ClientsAnswer, "at" | "now" | "live">): string | null {
  return answer.live ? null : formatAgo(Date.parse(answer.now) - Date.parse(answer.at));
}

/** How exact the moment is: when the nodes were last listed up to it, and which were not. */
export function sweptWords(answer: Pick<ClientsAnswer, "nodes" | "now">): {
  readonly exact: string | null;
  readonly missing: readonly string[];
} {
  const nowMs = Date.parse(answer.now);
  const swept = answer.nodes.flatMap((node) => (node.sweptAt === null ? [] : [Date.parse(node.sweptAt)]));
  const missing = answer.nodes
    .filter((node) => node.reason !== null || node.sweptAt === null)
    .map((node) => `${shortNode(node.node)}: ${node.reason ?? "not listed up to this moment"}`);
  if (swept.length === 0) return { exact: null, missing };
  const first = Math.min(...swept);
  const last = Math.max(...swept);
  const when =
    first === last
      ? `at ${formatWhen(first, nowMs)}`
      : `between ${formatWhen(first, nowMs)} and ${formatClock(last)}`;
  return { exact: `${countOf(swept.length, "node")} listed ${when} UTC`, missing };
}
