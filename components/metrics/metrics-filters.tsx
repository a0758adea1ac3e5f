"use client";

import { Segmented } from "@/components/ui/segmented";
import { useView } from "@/components/ui/use-view";
import { ViewLink } from "@/components/ui/view-link";
import type { MetricsAnswer } from "@/lib/contract/metrics";
import type { MetricsPageModel } from "@/lib/present/metrics/page-model";
import { TOPIC_WORDS } from "@/lib/present/metrics/topics";
import { formatCount } from "@/lib/present/words";

/** Which metrics, of which node: both in the URL. */
export function MetricsFilters({
  model,
  subjects,
}: {
  model: MetricsPageModel;
  /** Of how many nodes and proxies the answer tells. */
  subjects: MetricsAnswer["subjects"];
}) {
  const { view, show } = useView();
  const filtered = view.node !== null || view.about !== null;
  // A node from the URL stays visible even when nothing answers to it any more.
  const known = view.node === null || model.nodes.some((node) => node.key === view.node);
  const nodes = known ? model.nodes : [{ key: view.node ?? "", label: view.node ?? "" }, ...model.nodes];
  // Nothing to choose from.
  if (!filtered && model.available.length < 2 && nodes.length < 2) return null;
  return (
    <search className="flex flex-wrap items-center gap-2">
      <Segmented
        label="Which metrics"
        segments={[
          { key: "all", label: "All", patch: { about: null }, current: view.about === null },
          ...model.available.map((topic) => ({
            key: topic,
            label: TOPIC_WORDS[topic],
            patch: { about: topic },
            current: view.about === topic,
          })),
        ]}
      />
      {nodes.length > 1 && (
        <select
          aria-label="Node"
          value={view.node ?? ""}
          onChange={(event) => show({ node: event.target.value === "" ? null : event.target.value })}
          className={`h-7 max-w-52 rounded-control border bg-panel px-2 text-small hover:border-line-strong ${view.node === null ? "border-line text-muted" : "border-accent text-ink"}`}
        >
          <option value="">All nodes</option>
          {nodes.map((node) => (
            <option key={node.key} value={node.key}>
              {node.label}
            </option>
          ))}
        </select>
      )}
      {subjects.shown < subjects.of && (
        <p className="text-muted">
          {formatCount(subjects.shown)} of {formatCount(subjects.of)}: those with signals, and the largest
        </p>
      )}
      {filtered && (
        <ViewLink
          patch={{ node: null, about: null }}
          className="text-accent underline-offset-2 hover:underline"
        >
          Clear
        </ViewLink>
      )}
    </search>
  );
}
