import { CodeBlock } from "@/components/ui/code-block";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import type { MetricsAnswer } from "@/lib/contract/metrics";
import { assertNever } from "@/lib/present/assert-never";
import { backfillWords, formatUsd } from "@/lib/present/metrics/bill";
import { calmSentence } from "@/lib/present/metrics/signals";
import { type CloudWatchSituation, declareElastiCache, SET_BUDGET } from "@/lib/present/metrics/situation";

/** What is to be said of CloudWatch above the charts; where all is well, one calm sentence. */
export function CloudWatchState({
  id,
  answer,
  situation,
}: {
  id: string;
  answer: MetricsAnswer;
  situation: CloudWatchSituation;
}) {
  const backfill = answer.cloudwatch?.backfill ?? null;
  switch (situation.kind) {
    case "undeclared":
      return <Undeclared id={id} />;
    case "no-budget":
      return (
        <Panel title="CloudWatch is not asked: its budget is 0 USD a month">
          <p className="mb-3 max-w-[90ch] text-pretty text-muted">
            Topology, events and parameters cost nothing and go on. Metrics are priced per metric requested:
            with a budget they are asked for as often as it allows, and never beyond.
          </p>
          <CodeBlock label="A budget in the fleet file" code={SET_BUDGET} />
        </Panel>
      );
    case "exhausted":
      return (
        <Notice tone="warning" title="The month's budget for CloudWatch is spent">
          {formatUsd(answer.cloudwatch?.bill.spentUsd ?? 0)} of{" "}
          {formatUsd(answer.cloudwatch?.bill.budgetUsd ?? 0)}: nothing more is asked until the month is over,
          or the budget is raised in the fleet file.
          {situation.hasPoints ? " What was fetched stays." : ""}
        </Notice>
      );
    case "failing":
      return null;
    case "awaiting":
      return (
        <Notice tone="plain" title="No point of CloudWatch is there yet">
          Points arrive one to three minutes late.{" "}
          {backfill !== null && backfill.state !== "done" && `${backfillWords(backfill)}. `}
          What Evenkeel measures itself stands below already.
        </Notice>
      );
    case "shown":
      return answer.signals.length > 0 ? null : (
        <p className="px-1 text-lead text-pretty">{calmSentence(answer)}</p>
      );
    default:
      return assertNever(situation);
  }
}

function Undeclared({ id }: { id: string }) {
  return (
    <Panel title="No ElastiCache is declared for this cluster">
      <div className="grid grid-cols-1 gap-x-6 gap-y-3 lg:grid-cols-[2fr_3fr]">
        <p className="max-w-[60ch] text-pretty text-muted">
          The charts below are what Evenkeel measures itself. If AWS runs this cluster, say so in the fleet
          file: CloudWatch's metrics, events and the limits of its parameter group then stand beside them.
        </p>
        <CodeBlock label="ElastiCache in the fleet file" code={declareElastiCache(id)} />
      </div>
    </Panel>
  );
}
