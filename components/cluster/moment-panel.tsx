"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { TimeSeriesChart } from "@/components/charts/time-series-chart";
import { Panel } from "@/components/ui/panel";
import { useView } from "@/components/ui/use-view";
import { connectionsQuery } from "@/lib/browser/queries";
import type { ClientsAnswer } from "@/lib/contract/clients";
import { prepareTotal } from "@/lib/present/charts/prepare-total";
import { askConnections } from "@/lib/present/cluster/ask";
import { pinWindow } from "@/lib/present/window";
import { keepWithin } from "./kept-data";
import { MomentBar } from "./moment-bar";

const STRIP_PX = 104;

/** Which moment is shown: a bar to step or type it, and the cluster's connections to point at it. */
export function MomentPanel({
  id,
  answer,
  exact,
}: {
  id: string;
  answer: ClientsAnswer | undefined;
  exact: string | null;
}) {
  const { view, show } = useView();
  const connections = useQuery({
    ...connectionsQuery(id, askConnections(view)),
    placeholderData: keepWithin(id),
  });
  const model = useMemo(() => connections.data && prepareTotal(connections.data), [connections.data]);
  return (
    <Panel>
      <MomentBar answer={answer} exact={exact} />
      <div className="mt-2" style={{ minHeight: STRIP_PX }}>
        {model && (
          <TimeSeriesChart
            model={model}
            label="Connections of the whole cluster"
            heightPx={STRIP_PX}
            moments={view.at === null ? [] : [{ atMs: view.at, role: "chosen", label: null }]}
            onPick={(atMs) => show({ window: pinWindow(view.window, Date.now()), at: atMs })}
            onZoom={(span) => show({ window: { kind: "between", ...span } })}
            pickWords={{ hint: "clients then", label: "Clients at this moment" }}
          />
        )}
      </div>
    </Panel>
  );
}
