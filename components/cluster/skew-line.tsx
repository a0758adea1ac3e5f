"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { VerdictChip } from "@/components/skew/verdict-chip";
import { useView } from "@/components/ui/use-view";
import { skewQuery } from "@/lib/browser/queries";
import { shortenNodes } from "@/lib/present/node-names";
import { skewHref } from "@/lib/present/skew/links";
import { splitVerdicts } from "@/lib/present/skew/situation";
import { isFinding, spanWords } from "@/lib/present/skew/verdict-words";
import { windowParams } from "@/lib/present/window";

/** The charts of the skew page are not drawn here: as few buckets as can be asked for. */
const POINTS = 10;
const REFETCH_MS = 15_000;

/** On the overview: the leading verdict on skew in a line, where one needs an eye. */
export function SkewLine({ id }: { id: string }) {
  const { view } = useView();
  const live = view.window.kind === "last";
  const { data } = useQuery({
    ...skewQuery(id, { ...windowParams(view.window), points: POINTS }),
    refetchInterval: live ? REFETCH_MS : (false as const),
  });
  const leading = data && splitVerdicts(data).leading;
  if (!data || !leading || !isFinding(leading.kind)) return null;
  return (
    <section
      aria-label="Skew"
      className="flex flex-wrap items-baseline gap-x-2.5 gap-y-1 rounded-panel border border-line bg-panel px-4 py-2.5"
    >
      <VerdictChip kind={leading.kind} />
      <span className="min-w-0 flex-1 basis-72 text-pretty wrap-anywhere">
        {shortenNodes(leading.sentence)}{" "}
        <span className="text-muted">{spanWords(leading, Date.parse(data.now))}</span>
      </span>
      <Link href={skewHref(id, view)} className="shrink-0 text-accent underline-offset-2 hover:underline">
        Why, and what to do
      </Link>
    </section>
  );
}
