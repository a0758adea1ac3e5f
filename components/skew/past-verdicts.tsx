import { Panel } from "@/components/ui/panel";
import { ViewLink } from "@/components/ui/view-link";
import type { SkewAnswer, SkewVerdictAnswer } from "@/lib/contract/skew";
import { shortenNodes } from "@/lib/present/node-names";
import { spanWords, verdictWindow } from "@/lib/present/skew/verdict-words";
import { VerdictChip } from "./verdict-chip";

/** Verdicts that ended within the window, the strongest first; each leads to its own stretch of time. */
export function PastVerdicts({
  answer,
  verdicts,
}: {
  answer: SkewAnswer;
  verdicts: readonly SkewVerdictAnswer[];
}) {
  if (verdicts.length === 0) return null;
  const nowMs = Date.parse(answer.now);
  return (
    <Panel title="Earlier in this window">
      <ul className="grid gap-2">
        {verdicts.map((verdict) => {
          const window = verdictWindow(verdict);
          const span = spanWords(verdict, nowMs);
          return (
            <li
              key={`${verdict.kind} ${verdict.subject} ${verdict.since} ${verdict.until}`}
              className="grid grid-cols-[auto_1fr] items-baseline gap-x-2.5 max-sm:grid-cols-1"
            >
              <VerdictChip kind={verdict.kind} faded />
              <span className="min-w-0 wrap-anywhere">
                {window === null ? (
                  <span className="text-muted">{span}</span>
                ) : (
                  <ViewLink patch={{ window, at: null }} className="text-accent underline underline-offset-2">
                    {span}
                  </ViewLink>
                )}{" "}
                {shortenNodes(verdict.sentence)}
              </span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
