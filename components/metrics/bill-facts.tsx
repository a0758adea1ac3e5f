import { Instant } from "@/components/ui/instant";
import { Meter } from "@/components/ui/meter";
import type { MetricsAnswer } from "@/lib/contract/metrics";
import {
  backfillWords,
  cadenceWords,
  formatUsd,
  spentRatio,
  spentTone,
  spentWords,
} from "@/lib/present/metrics/bill";
import { countOf } from "@/lib/present/words";

/** The fleet's bill of this month, the cadence that follows from it, and how far history has been fetched. */
export function BillFacts({ asked, now }: { asked: NonNullable<MetricsAnswer["cloudwatch"]>; now: string }) {
  const { bill, backfill, hurriedUntil } = asked;
  return (
    <dl className="grid grid-cols-[88px_1fr] gap-x-3 gap-y-2">
      <dt className="text-muted">Whole fleet</dt>
      <dd>
        {spentWords(bill)}
        <Meter ratio={spentRatio(bill)} tone={spentTone(bill)} tick={null} label={spentWords(bill)} />
        <span className="text-small text-muted">
          at this cadence {formatUsd(bill.estimateUsd)} a month; so far{" "}
          {countOf(bill.metricsRequested, "metric")} in {countOf(bill.calls, "call")}
        </span>
      </dd>
      <dt className="text-muted">Asked for</dt>
      <dd>
        {cadenceWords(asked)}
        <p className="text-small text-pretty text-muted">{asked.sentence}</p>
        {hurriedUntil !== null && (
          <p className="text-small text-warning">
            everything each minute until <Instant at={hurriedUntil} now={now} />: something is wrong
          </p>
        )}
      </dd>
      {backfill !== null && (
        <>
          <dt className="text-muted">History</dt>
          <dd>
            {backfillWords(backfill)}
            <Meter ratio={backfill.doneRatio} tick={null} label={backfillWords(backfill)} />
            <span className="text-small text-muted">
              back to <Instant at={backfill.reached} now={now} />
              {backfill.state !== "done" && (
                <>
                  , wanted from <Instant at={backfill.wantedFrom} now={now} />
                </>
              )}
            </span>
          </dd>
        </>
      )}
    </dl>
  );
}
