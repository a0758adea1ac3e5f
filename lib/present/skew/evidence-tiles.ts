import type { SkewVerdictAnswer } from "@/lib/contract/skew";
import { LABEL } from "@/lib/domain/skew/evidence-labels";
import type { VerdictKind } from "@/lib/domain/skew/model";
import { formatEvidence } from "./format-evidence";

/** A number of the evidence, with those that only compare with it said in its label. */
export interface EvidenceTile {
  readonly label: string;
  readonly value: string;
  /** The number in which the trouble shows. */
  readonly striking: boolean;
}

type Evidence = SkewVerdictAnswer["evidence"];
type Say = (label: string) => string | null;

interface Recipe {
  readonly of: string;
  /** Others that go into the label, and need no tile of their own. */
  readonly with: readonly string[];
  readonly label: (say: Say, verdict: Pick<SkewVerdictAnswer, "group">) => string;
}

const among = (low: string | null, high: string | null) =>
  low === null || high === null ? "" : ` (others ${rangeOf(low, high)})`;
const between = (low: string | null, high: string | null) =>
  low === null || high === null ? "" : ` (${rangeOf(low, high)})`;

/** "4.9 – 5.1 / s": a unit that both have is said once. */
function rangeOf(low: string, high: string): string {
  if (low === high) return low;
  const unit = /\u202f.*$/.exec(high)?.[0] ?? "";
  return `${unit !== "" && low.endsWith(unit) ? low.slice(0, -unit.length) : low} – ${high}`;
}

/** In the order in which they are read: what is seen, what makes it, who carries it, how sure it is. */
const RECIPES: readonly Recipe[] = [
  {
    of: LABEL.share,
    with: [LABEL.fairShare],
    label: (say) => `of connections${say(LABEL.fairShare) === null ? "" : ` (fair ${say(LABEL.fairShare)})`}`,
  },
  {
    of: LABEL.now,
    with: [LABEL.before],
    label: (say) => `connections now${say(LABEL.before) === null ? "" : ` (before ${say(LABEL.before)})`}`,
  },
  {
    of: LABEL.longIdle,
    with: [LABEL.longerThan],
    label: (say) => `idle for longer than ${say(LABEL.longerThan) ?? "most"}`,
  },
  {
    of: LABEL.openedOwn,
    with: [LABEL.openedLeast, LABEL.openedMost],
    label: (say) => `opened there${among(say(LABEL.openedLeast), say(LABEL.openedMost))}`,
  },
  {
    of: LABEL.closedOwn,
    with: [LABEL.closedLeast, LABEL.closedMost],
    label: (say) => `closed there${among(say(LABEL.closedLeast), say(LABEL.closedMost))}`,
  },
  {
    of: LABEL.latencyOwn,
    with: [LABEL.latencyOthers],
    label: (say) => `latency there${among(say(LABEL.latencyOthers), say(LABEL.latencyOthers))}`,
  },
  {
    of: LABEL.part,
    with: [],
    label: (_, { group }) => `of the drift is made by ${group ?? "one client group"}`,
  },
  {
    of: LABEL.hazard,
    with: [LABEL.hazardLow, LABEL.hazardHigh],
    label: (say) => `closed as often as the others${between(say(LABEL.hazardLow), say(LABEL.hazardHigh))}`,
  },
  {
    of: LABEL.arrivals,
    with: [LABEL.arrivalsLow, LABEL.arrivalsHigh],
    label: (say) => `its fair share of new ones${between(say(LABEL.arrivalsLow), say(LABEL.arrivalsHigh))}`,
  },
  {
    of: LABEL.departure,
    with: [LABEL.chanceDeparture],
    label: (say) =>
      `${LABEL.departure}${say(LABEL.chanceDeparture) === null ? "" : ` (chance explains ${say(LABEL.chanceDeparture)})`}`,
  },
];

/** What strikes in each verdict. */
const STRIKING: Partial<Record<VerdictKind, string>> = {
  "lifo-drift": LABEL.closedOwn,
  "uneven-arrivals": LABEL.openedOwn,
  "proxy-restarted": LABEL.now,
  "proxy-added": LABEL.share,
  leak: LABEL.longIdle,
  "hot-connections": LABEL.loadRatio,
};

/** Said beside the chip, or in the sentence: no tile. */
const ELSEWHERE: readonly string[] = [LABEL.opened, LABEL.closes, LABEL.compared];

export function evidenceTiles(
  verdict: Pick<SkewVerdictAnswer, "kind" | "evidence" | "group">,
): EvidenceTile[] {
  const { evidence, kind } = verdict;
  const byLabel = new Map(evidence.map((one) => [one.label, one]));
  const say: Say = (label) => {
    const one = byLabel.get(label);
    return one === undefined ? null : formatEvidence(one);
  };
  const used = new Set<string>(ELSEWHERE);
  const cooked = RECIPES.flatMap((recipe) => {
    const value = say(recipe.of);
    if (value === null) return [];
    for (const label of [recipe.of, ...recipe.with]) used.add(label);
    return [{ label: recipe.label(say, verdict), value, striking: STRIKING[kind] === recipe.of }];
  });
  const plain = evidence
    .filter((one) => !used.has(one.label))
    .map((one) => ({ label: one.label, value: formatEvidence(one), striking: STRIKING[kind] === one.label }));
  return [...cooked, ...plain];
}

/** Events that a verdict rests on: opened and closed as far as sweeps saw them; null: it does not say. */
export function eventsSeen(evidence: Evidence): { opened: number; closed: number } | null {
  const numberOf = (label: string) => evidence.find((one) => one.label === label)?.value ?? null;
  const [opened, closed] = [numberOf(LABEL.opened), numberOf(LABEL.closes)];
  return opened === null || closed === null ? null : { opened, closed };
}
