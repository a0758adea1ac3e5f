"use client";

import { Panel } from "@/components/ui/panel";
import { ViewLink } from "@/components/ui/view-link";
import type { MetricsPageModel } from "@/lib/present/metrics/page-model";
import type { RangeChartModel } from "@/lib/present/metrics/range-model";

/** Metrics that are not drawn, because they were zero all the time or have no point: said, not hidden. */
export function QuietPanel({ model, span }: { model: MetricsPageModel; span: string }) {
  if (model.quiet.length === 0 && model.silent.length === 0) return null;
  return (
    <Panel title="Not drawn">
      <dl className="grid gap-2 sm:grid-cols-[120px_1fr]">
        {model.quiet.length > 0 && (
          <>
            <dt className="text-muted">Zero for {span}</dt>
            <dd>
              <Names charts={model.quiet} />
            </dd>
          </>
        )}
        {model.silent.length > 0 && (
          <>
            <dt className="text-muted">No data</dt>
            <dd>
              <Names charts={model.silent} />
            </dd>
          </>
        )}
      </dl>
    </Panel>
  );
}

/** Each leads to its topic, where zeros are drawn too. */
function Names({ charts }: { charts: readonly RangeChartModel[] }) {
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-0.5">
      {charts.map((chart) => (
        <li key={chart.key}>
          <ViewLink patch={{ about: chart.topic }} className="underline-offset-2 hover:underline">
            {chart.title}
          </ViewLink>
        </li>
      ))}
    </ul>
  );
}
