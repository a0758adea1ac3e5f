"use client";

import { useMemo } from "react";
import { ChartPanel } from "@/components/charts/chart-panel";
import { useView } from "@/components/ui/use-view";
import { momentHref } from "@/lib/present/cluster/clients-link";
import { cellMomentMs } from "@/lib/present/skew/links";
import { prepareSkewMap } from "@/lib/present/skew/prepare-share-map";
import { tableOfShares } from "@/lib/present/skew/share-map";
import { byWords } from "@/lib/present/skew/verdict-words";
import { formatPercent } from "@/lib/present/words";
import { ShareMap, shareMapHeightPx } from "./share-map";
import type { SkewPageData } from "./skew-page-data";

/** All of them at once, those whose share changed most first. A cell leads to its connections of then. */
export function SkewMapPanel({ data }: { data: SkewPageData }) {
  const { answer, id, source } = data;
  const { view } = useView();
  const map = useMemo(() => prepareSkewMap(answer, id), [answer, id]);
  const table = useMemo(() => tableOfShares(map.rows), [map.rows]);
  const title = `Share against fair share, ${byWords(answer.by).one} by ${byWords(answer.by).one}`;
  return (
    <ChartPanel
      title={title}
      unit="ranked by change; red above, blue below, hollow: nothing counted"
      table={table}
      formatCell={formatPercent}
      source={source}
      fileName={`${id}-share-map`}
      heightPx={shareMapHeightPx(map.rows.length)}
    >
      <ShareMap
        map={map}
        label={title}
        hrefOf={({ row, cell }) =>
          momentHref(id, view, cellMomentMs(cell, Date.now()), Date.now(), filterOf(answer.by, row.name))
        }
        goes="clients then"
      />
    </ChartPanel>
  );
}

function filterOf(by: SkewPageData["answer"]["by"], name: string) {
  if (by === "zone") return {};
  return by === "proxy" ? { proxy: name } : { node: name };
}
