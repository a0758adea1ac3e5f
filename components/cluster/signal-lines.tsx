"use client";

import Link from "next/link";
import { SignalMark } from "@/components/metrics/signals-lead";
import { useView } from "@/components/ui/use-view";
import type { ClusterAnswer } from "@/lib/contract/cluster";
import { metricsHref } from "@/lib/present/metrics/links";
import { orderSignals } from "@/lib/present/metrics/signals";
import { shortenNodes } from "@/lib/present/node-names";
import { countOf } from "@/lib/present/words";

/** The page of metrics has them all. */
const SHOWN = 3;

/** On the overview: thresholds of CloudWatch's metrics that are passed now, a line each. */
export function SignalLines({ cluster }: { cluster: ClusterAnswer }) {
  const { view } = useView();
  const signals = orderSignals(cluster.signals.filter((signal) => signal.state !== "notice"));
  if (signals.length === 0) return null;
  const more = signals.length - SHOWN;
  return (
    <section
      aria-label="CloudWatch"
      className="flex flex-wrap items-baseline gap-x-4 gap-y-1 rounded-panel border border-line bg-panel px-4 py-2.5"
    >
      <ul className="min-w-0 flex-1 basis-72">
        {signals.slice(0, SHOWN).map((signal) => (
          <li
            key={`${signal.kind} ${signal.subject} ${signal.metric}`}
            className="grid grid-cols-[10px_1fr] items-baseline gap-x-2.5"
          >
            <SignalMark state={signal.state} />
            <span className="text-pretty wrap-anywhere">{shortenNodes(signal.sentence)}</span>
          </li>
        ))}
        {more > 0 && <li className="pl-5 text-muted">and {countOf(more, "more signal")}</li>}
      </ul>
      <Link
        href={metricsHref(cluster.id, view)}
        className="shrink-0 text-accent underline-offset-2 hover:underline"
      >
        Metrics
      </Link>
    </section>
  );
}
