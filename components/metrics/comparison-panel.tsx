import { Panel } from "@/components/ui/panel";
import { RowTh, Table, Td, Th } from "@/components/ui/table";
import type { MetricComparison } from "@/lib/contract/metrics";
import { comparisonSentences, prepareComparisons } from "@/lib/present/metrics/comparisons";

/** CloudWatch's counts beside ours, over the minutes that both know; what the difference consists of. */
export function ComparisonPanel({ comparisons }: { comparisons: readonly MetricComparison[] }) {
  if (comparisons.length === 0) return null;
  return (
    <Panel title="CloudWatch beside our own count" note="means over the minutes that both know" flush>
      <Table caption="CloudWatch beside our own count" wide>
        <thead>
          <tr>
            <Th>Node</Th>
            <Th className="max-sm:hidden">What</Th>
            <Th align="right">CloudWatch</Th>
            <Th align="right">Counted</Th>
            <Th align="right">Difference</Th>
            <Th align="right" className="max-sm:hidden">
              Over
            </Th>
          </tr>
        </thead>
        <tbody>
          {prepareComparisons(comparisons).map((line) => (
            <tr key={line.key} className="group">
              <RowTh className="whitespace-nowrap">
                <span title={line.title}>{line.subject}</span>
                <span className="block text-small text-muted sm:hidden">{line.what}</span>
              </RowTh>
              <Td className="whitespace-nowrap text-muted max-sm:hidden">{line.what}</Td>
              <Td align="right">{line.cloudwatch}</Td>
              <Td align="right">{line.counted}</Td>
              <Td align="right">{line.difference}</Td>
              <Td align="right" className="whitespace-nowrap text-muted max-sm:hidden">
                {line.over}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      <div className="grid gap-1 border-t border-line px-4 py-2.5 text-small text-muted">
        {comparisonSentences(comparisons).map((sentence) => (
          <p key={sentence} className="max-w-[120ch] text-pretty">
            {sentence}
          </p>
        ))}
      </div>
    </Panel>
  );
}
