"use client";

import { useMemo } from "react";
import { ChartPanel } from "@/components/charts/chart-panel";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import type { SkewAnswer } from "@/lib/contract/skew";
import { formatLineValue } from "@/lib/present/charts/line-unit";
import { toneOf } from "@/lib/present/skew/prepare-lines";
import { noLivesWords, prepareSurvival, tableOfSurvival } from "@/lib/present/skew/prepare-survival";
import { formatWindow, wholeMinute } from "@/lib/present/time";
import { LIVES_HEIGHT_PX } from "./skew-charts";
import type { SkewPageData } from "./skew-page-data";
import { SurvivalChart } from "./survival-chart";

/** How long connections live, proxy by proxy: the drift of LIFO pools is a difference in lives, not in arrivals. */
export function SurvivalPanel({ data }: { data: SkewPageData }) {
  const { survival } = data.answer;
  return survival === null ? (
    <NoSurvival reason={noLivesWords(data.answer)} />
  ) : (
    <Survival data={data} survival={survival} />
  );
}

function Survival({ data, survival }: { data: SkewPageData; survival: NonNullable<SkewAnswer["survival"]> }) {
  const { chosen, tones, id, answer, source } = data;
  const model = useMemo(
    () => prepareSurvival(survival, { chosen, toneOf: (name) => toneOf(name, { chosen, tones }) }),
    [survival, chosen, tones],
  );
  const table = useMemo(() => tableOfSurvival(survival), [survival]);
  const [fromMs, toMs] = [Date.parse(survival.from), Date.parse(survival.to)];
  if (model === null) return <NoSurvival reason={noLivesWords(answer)} />;
  return (
    <ChartPanel
      title="How long connections live"
      unit="% still open after"
      note={`lives seen ${formatWindow(wholeMinute(fromMs), wholeMinute(toMs), Date.parse(answer.now))}`}
      table={table}
      formatCell={(value) => formatLineValue("percent", value)}
      source={source}
      fileName={`${id}-survival`}
      heightPx={LIVES_HEIGHT_PX}
    >
      <SurvivalChart model={model} label="How long connections live" heightPx={LIVES_HEIGHT_PX} />
    </ChartPanel>
  );
}

function NoSurvival({ reason }: { reason: string }) {
  return (
    <Panel title="How long connections live" note="% still open after">
      <div style={{ minHeight: LIVES_HEIGHT_PX }} className="grid place-items-center">
        <EmptyState title="No lives to tell of yet">{reason}</EmptyState>
      </div>
    </Panel>
  );
}
