"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useSeriesTones } from "@/components/charts/series-tones";
import { keepWithin } from "@/components/cluster/kept-data";
import { QueryNotice } from "@/components/ui/query-notice";
import { useLastGood } from "@/components/ui/use-last-good";
import { useView } from "@/components/ui/use-view";
import { clusterQuery, skewQuery } from "@/lib/browser/queries";
import type { SkewAnswer } from "@/lib/contract/skew";
import { assertNever } from "@/lib/present/assert-never";
import { askSkew } from "@/lib/present/skew/ask";
import { chooseSubjects } from "@/lib/present/skew/choose-subjects";
import { skewSituation, splitVerdicts } from "@/lib/present/skew/situation";
import { formatWindow } from "@/lib/present/time";
import { BySwitch } from "./by-switch";
import { ChurnBarsPanel } from "./churn-bars";
import { ComparePanel } from "./compare-panel";
import { PastVerdicts } from "./past-verdicts";
import { SidesPanel } from "./sides-panel";
import { LatencyPanel, SharePanel } from "./skew-charts";
import { SkewMapPanel } from "./skew-map-panel";
import type { SkewPageData } from "./skew-page-data";
import { SkewSkeleton } from "./skew-skeleton";
import {
  Alone,
  AssessmentStale,
  NobodyToCompare,
  NotAssessedYet,
  NothingStored,
  NoVerdict,
} from "./skew-states";
import { SurvivalPanel } from "./survival-panel";
import { OtherVerdicts, VerdictCard } from "./verdict-card";

/** Who carries more than its share, since when and why: the verdict first, then what it rests on. */
export function SkewView({ id }: { id: string }) {
  const { view } = useView();
  const skew = useQuery({ ...skewQuery(id, askSkew(view)), placeholderData: keepWithin(id) });
  const answer = useLastGood(id, skew.data);
  const notice = <QueryNotice query={skew} stamp={answer?.now ?? null} />;
  if (!answer) {
    return (
      <>
        {notice}
        <SkewSkeleton failed={skew.isError} />
      </>
    );
  }
  return (
    <>
      {notice}
      <SkewContent id={id} answer={answer} />
    </>
  );
}

function SkewContent({ id, answer }: { id: string; answer: SkewAnswer }) {
  const { view } = useView();
  const cluster = useQuery(clusterQuery(id));
  const tones = useSeriesTones(
    answer.by,
    answer.proxies.map((row) => row.name),
  );
  const chosen = useMemo(() => chooseSubjects(answer), [answer]);
  const window = formatWindow(
    Date.parse(answer.window.from),
    Date.parse(answer.window.to),
    Date.parse(answer.now),
  );
  const data: SkewPageData = {
    id,
    answer,
    chosen,
    tones,
    source: `${cluster.data?.name ?? id} · ${window} UTC · Evenkeel`,
  };
  const live = view.window.kind === "last";
  const situation = skewSituation(answer, live);
  switch (situation.kind) {
    case "nobody":
      return <NobodyToCompare clusterId={id} answer={answer} />;
    case "nothing-stored":
      return <NothingStored />;
    case "alone":
      return (
        <>
          <Alone name={situation.name} answer={answer} />
          <SkewCharts data={data} />
        </>
      );
    case "shown":
      return (
        <>
          <Verdicts answer={answer} assessment={situation.assessment} live={live} />
          <SkewCharts data={data} />
        </>
      );
    default:
      return assertNever(situation);
  }
}

function Verdicts({
  answer,
  assessment,
  live,
}: {
  answer: SkewAnswer;
  assessment: "fresh" | "stale" | "never";
  live: boolean;
}) {
  const { leading, others, past } = splitVerdicts(answer);
  return (
    <div className="mb-3.5 grid grid-cols-1 gap-3.5 empty:hidden [&>[role=status]]:mb-0">
      {assessment === "stale" && <AssessmentStale />}
      {leading === null ? (
        live ? (
          <NotAssessedYet />
        ) : (
          <NoVerdict />
        )
      ) : (
        <VerdictCard answer={answer} verdict={leading} />
      )}
      <OtherVerdicts answer={answer} verdicts={others} />
      <PastVerdicts answer={answer} verdicts={past} />
    </div>
  );
}

function SkewCharts({ data }: { data: SkewPageData }) {
  const { view } = useView();
  const many = data.chosen.others.length > 0;
  return (
    <div className="grid grid-cols-1 gap-3.5 lg:grid-cols-2 [&>*]:min-w-0">
      <div className="flex justify-end empty:hidden lg:col-span-2">
        <BySwitch answer={data.answer} />
      </div>
      <SharePanel data={data} />
      <ChurnBarsPanel data={data} />
      {view.compare !== null && (
        <div className="lg:col-span-2">
          <ComparePanel data={data} moments={view.compare} />
        </div>
      )}
      {many && (
        <div className="lg:col-span-2">
          <SkewMapPanel data={data} />
        </div>
      )}
      {/* Without latency the lives have the row to themselves. */}
      <div className="grid grid-cols-1 gap-3.5 lg:col-span-2 lg:auto-cols-fr lg:grid-flow-col [&>*]:min-w-0">
        <SurvivalPanel data={data} />
        <LatencyPanel data={data} />
      </div>
      <div className="lg:col-span-2">
        <SidesPanel data={data} />
      </div>
      {!many && (
        <div className="lg:col-span-2">
          <SkewMapPanel data={data} />
        </div>
      )}
    </div>
  );
}
