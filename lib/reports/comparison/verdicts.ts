import type { SkewVerdictAnswer } from "@/lib/contract/skew";
import type { SkewAssessment, SkewBy, SkewVerdict } from "@/lib/domain/skew/model";
import { remedyOf } from "@/lib/domain/skew/remedy";
import { verdictSentence } from "@/lib/domain/skew/sentence";
import type { Store } from "@/lib/store/client";
import { readVerdicts } from "@/lib/store/reads/read-verdicts";
import type { WatchedNodeRecord } from "@/lib/store/reads/read-watched-nodes";
import type { NodeConnection } from "../client-filter";
import { inIso, type Span } from "../window";
import { type HeldVerdict, heldVerdicts, isRemediable } from "./held-verdicts";
import { librariesOf, oldestOf, readSeenClients } from "./seen-clients";

export interface VerdictsAsked {
  readonly clusterId: number;
  readonly by: SkewBy;
  readonly window: Span;
  readonly nowMs: number;
  readonly records: readonly WatchedNodeRecord[];
  /** Client group → the library declared for it. */
  readonly libraries: Readonly<Record<string, string>>;
  /** Proxies of each subject whose connections are its clients'; none: it is a node, or its proxies multiplex. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** The collector's newest word, where the window ends with it. */
  readonly assessment: SkewAssessment | null;
}

const MAX_VERDICTS = 100;
/** Ids of connections are copied into commands: of a window that ended before, they may be somebody else's by now. */
const IDS_HOLD_MS = 120_000;

/** Those that hold at the window's end, strongest first, then those that ended in it, the last one first. */
export async function readVerdictRows(store: Store, asked: VerdictsAsked): Promise<SkewVerdictAnswer[]> {
  const { clusterId, by, window } = asked;
  const range = { from: new Date(window.fromMs), to: new Date(window.toMs) };
  const stored = await readVerdicts(store, { clusterId, by, ...range, limit: MAX_VERDICTS });
  const held = heldVerdicts(stored, asked.assessment, window.toMs);
  const isNews = held.some(({ verdict }) => isRemediable(verdict));
  const seen = isNews ? await readSeenClients(store, asked.records, window.toMs) : [];
  return held.map((one) => verdictRowOf(one, seen, asked));
}

function verdictRowOf(
  { verdict, untilMs }: HeldVerdict,
  seen: readonly NodeConnection[],
  { members, window, nowMs, libraries: declared }: VerdictsAsked,
): SkewVerdictAnswer {
  const own = seen.filter((one) => isOf(one, verdict, members));
  const libraries = librariesOf(
    own.map(({ connection }) => connection),
    declared,
  );
  const isNow = untilMs === null && nowMs - window.toMs <= IDS_HOLD_MS;
  const oldest = isNow ? oldestOf(own, window.toMs) : [];
  const remedy = isRemediable(verdict) ? remedyOf(verdict, libraries, oldest) : null;
  const { kind, by, subject, group, sinceMs, confidence, trend, evidence, condition } = verdict;
  return {
    kind,
    by,
    subject,
    group,
    since: sinceMs === null ? null : inIso(sinceMs),
    until: untilMs === null ? null : inIso(untilMs),
    confidence,
    trend,
    sentence: verdictSentence(verdict),
    evidence: [...evidence],
    condition,
    remedy: remedy === null ? null : { ...remedy, steps: [...remedy.steps] },
  };
}

/** Connections that the verdict is about: of its subject, and of its group where one carries it. */
function isOf(
  { node, connection }: NodeConnection,
  { subject, group }: SkewVerdict,
  members: ReadonlyMap<string, readonly string[]>,
): boolean {
  if (group !== null && connection.group !== group) return false;
  if (subject === null) return true;
  const proxies = members.get(subject) ?? [];
  return proxies.length === 0
    ? node === subject
    : connection.proxy !== null && proxies.includes(connection.proxy);
}
