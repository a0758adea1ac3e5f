import { CopyButton } from "@/components/ui/copy-button";
import { Panel } from "@/components/ui/panel";
import { StateMark } from "@/components/ui/state-mark";
import { RowTh, Table, Td, Th } from "@/components/ui/table";
import type { AwsCallRow } from "@/lib/contract/aws";
import type { MetricsAnswer } from "@/lib/contract/metrics";
import { callWords, iamActions } from "@/lib/present/metrics/calls";
import { formatAgo, formatCount } from "@/lib/present/words";
import { BillFacts } from "./bill-facts";

/** Every call to AWS and how it does; what metrics cost, and how often they are asked for. */
export function AwsPanel({ answer }: { answer: MetricsAnswer }) {
  const { calls, cloudwatch } = answer;
  if (calls.length === 0 && cloudwatch === null) return null;
  return (
    <div className="grid grid-cols-1 gap-3.5 lg:grid-cols-[3fr_2fr] [&>*]:min-w-0">
      <Panel title="What AWS answers" flush>
        {calls.length === 0 ? (
          <p className="px-4 pt-2 pb-4 text-muted">Nothing has been asked yet.</p>
        ) : (
          <Table caption="Calls to AWS">
            <thead>
              <tr>
                <Th>Call</Th>
                <Th className="w-[112px]">State</Th>
                <Th align="right" className="w-[104px]">
                  Last answer
                </Th>
              </tr>
            </thead>
            <tbody>
              {calls.map((call) => (
                <CallTr key={call.source} call={call} />
              ))}
            </tbody>
          </Table>
        )}
      </Panel>
      <Panel
        title="What CloudWatch costs"
        note={cloudwatch === null ? undefined : `${formatCount(cloudwatch.metricsPerHour)} metrics an hour`}
      >
        {cloudwatch === null ? (
          <p className="text-muted">CloudWatch is not asked for this cluster.</p>
        ) : (
          <BillFacts asked={cloudwatch} now={answer.now} />
        )}
      </Panel>
    </div>
  );
}

/** One call; what is wrong with it has a row of its own, over the whole width. */
function CallTr({ call }: { call: AwsCallRow }) {
  const words = callWords(call);
  const actions = iamActions(call.remedy);
  const wrong = call.error !== null || call.remedy !== null;
  const line = wrong ? "border-b-0!" : "";
  return (
    <>
      <tr className={wrong ? "" : "group"}>
        <RowTh className={line}>{call.source}</RowTh>
        <Td className={line}>
          <span className="inline-flex items-baseline gap-1.5 whitespace-nowrap">
            <span aria-hidden="true">
              <StateMark state={words.mark} />
            </span>
            {words.word}
          </span>
        </Td>
        <Td align="right" className={`whitespace-nowrap text-muted ${line}`}>
          {formatAgo(call.ageMs)}
        </Td>
      </tr>
      {wrong && (
        <tr className="group">
          <Td colSpan={3} className="pt-0! text-small">
            <div className="flex items-start gap-x-3">
              <div className="min-w-0 flex-1 text-pretty wrap-anywhere">
                {call.error !== null && <p className="text-muted">{call.error}</p>}
                {call.remedy !== null && <p>{call.remedy}</p>}
              </div>
              {actions.length > 0 && (
                <CopyButton compact text={() => actions.join("\n")} label={`Copy ${actions.join(", ")}`} />
              )}
            </div>
          </Td>
        </tr>
      )}
    </>
  );
}
