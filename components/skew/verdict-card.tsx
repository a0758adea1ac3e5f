import { Panel } from "@/components/ui/panel";
import type { SkewAnswer, SkewVerdictAnswer } from "@/lib/contract/skew";
import { shortenNodes, shortNode } from "@/lib/present/node-names";
import {
  conditionWords,
  emphasize,
  isFinding,
  kindWords,
  verdictFacts,
} from "@/lib/present/skew/verdict-words";
import { VerdictChip } from "./verdict-chip";
import { VerdictEvidence } from "./verdict-evidence";
import { VerdictRemedy } from "./verdict-remedy";

const EDGES = {
  critical: "critical",
  warning: "warning",
  ok: "plain",
  stale: "plain",
  unknown: "plain",
} as const;

/** The leading verdict: its sentence, the numbers behind it, what weakens it, what to do. */
export function VerdictCard({ answer, verdict }: { answer: SkewAnswer; verdict: SkewVerdictAnswer }) {
  return (
    <Panel edge={EDGES[kindWords(verdict.kind).state]}>
      <VerdictBody answer={answer} verdict={verdict} lead />
    </Panel>
  );
}

/** Others that hold at the same time, folded: a line each. */
export function OtherVerdicts({
  answer,
  verdicts,
}: {
  answer: SkewAnswer;
  verdicts: readonly SkewVerdictAnswer[];
}) {
  return verdicts.map((verdict) => (
    <Panel key={`${verdict.kind} ${verdict.subject}`}>
      <details>
        <summary className="cursor-pointer rounded-mark">
          <span className="text-small text-muted">also </span>
          <VerdictChip kind={verdict.kind} />{" "}
          <span className="wrap-anywhere">
            <Sentence verdict={verdict} />
          </span>
        </summary>
        <div className="mt-3">
          <VerdictBody answer={answer} verdict={verdict} lead={false} />
        </div>
      </details>
    </Panel>
  ));
}

function VerdictBody({
  answer,
  verdict,
  lead,
}: {
  answer: SkewAnswer;
  verdict: SkewVerdictAnswer;
  /** The sentence stands here; a folded verdict has it in its summary. */
  lead: boolean;
}) {
  const weakness = conditionWords(verdict);
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-muted">
        {lead && <VerdictChip kind={verdict.kind} />}
        <span>{verdictFacts(answer, verdict).join(" · ")}</span>
      </p>
      {lead && (
        <p
          className={
            isFinding(verdict.kind)
              ? "mt-2 max-w-[92ch] text-lead text-pretty wrap-anywhere"
              : "mt-2 max-w-[110ch] text-pretty wrap-anywhere"
          }
        >
          <Sentence verdict={verdict} />
        </p>
      )}
      {weakness !== null && <p className="mt-1.5 max-w-[110ch] text-pretty text-muted">{weakness}</p>}
      <VerdictEvidence verdict={verdict} />
      {verdict.remedy && <VerdictRemedy remedy={verdict.remedy} />}
    </>
  );
}

/** What it is about stands out; in a calm verdict nothing has to. */
function Sentence({ verdict }: { verdict: SkewVerdictAnswer }) {
  if (!isFinding(verdict.kind)) return shortenNodes(verdict.sentence);
  return emphasize(shortenNodes(verdict.sentence), verdict.subject && shortNode(verdict.subject)).map(
    ({ text, strong }, index) =>
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence have no name but their place
      strong ? <strong key={index}>{text}</strong> : text,
  );
}
