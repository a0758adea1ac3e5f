"use client";

import { FilterField } from "@/components/ui/filter-field";
import { useView } from "@/components/ui/use-view";
import { ViewLink } from "@/components/ui/view-link";
import { type ClientsAnswer, DIRECT } from "@/lib/contract/clients";
import type { ClusterAnswer } from "@/lib/contract/cluster";
import { shortNode } from "@/lib/present/node-names";
import type { ViewPatch } from "@/lib/present/url";
import { countOf, formatCount } from "@/lib/present/words";

/** Which connections: text, proxy, node, group; all in the URL. */
export function ClientFilters({
  answer,
  cluster,
}: {
  answer: ClientsAnswer;
  cluster: ClusterAnswer | undefined;
}) {
  const { view } = useView();
  const proxies = cluster?.proxies.map((proxy) => proxy.name) ?? [];
  const filtered = view.q !== "" || view.proxy !== null || view.node !== null || view.group !== null;
  return (
    <search className="flex flex-wrap items-center gap-2">
      <FilterField label="Filter connections" placeholder="Name, address, user or library" />
      {proxies.length > 0 && (
        <Choice
          label="Proxy"
          all="All proxies"
          value={view.proxy}
          options={[...proxies, DIRECT]}
          patch={(proxy) => ({ proxy })}
        />
      )}
      {answer.nodes.length > 1 && (
        <Choice
          label="Node"
          all="All nodes"
          value={view.node}
          options={answer.nodes.map((node) => node.node)}
          patch={(node) => ({ node })}
        />
      )}
      <Choice
        label="Client group"
        all="All groups"
        value={view.group}
        options={answer.groups.map((group) => group.name)}
        patch={(group) => ({ group })}
      />
      <p className="text-muted" role="status">
        {filtered
          ? `${formatCount(answer.matching)} of ${countOf(answer.total, "connection")}`
          : countOf(answer.total, "connection")}
      </p>
      {filtered && (
        <ViewLink patch={NO_FILTER} className="text-accent underline-offset-2 hover:underline">
          Clear
        </ViewLink>
      )}
    </search>
  );
}

export const NO_FILTER = { q: "", proxy: null, node: null, group: null } as const satisfies ViewPatch;

function Choice({
  label,
  all,
  value,
  options,
  patch,
}: {
  label: string;
  all: string;
  value: string | null;
  options: readonly string[];
  patch: (value: string | null) => ViewPatch;
}) {
  const { show } = useView();
  // A filter from the URL stays visible even when nothing answers to it any more.
  const listed = value !== null && !options.includes(value) ? [value, ...options] : options;
  return (
    <select
      aria-label={label}
      value={value ?? ""}
      onChange={(event) => show(patch(event.target.value === "" ? null : event.target.value))}
      className={`h-7 max-w-52 rounded-control border bg-panel px-2 text-small hover:border-line-strong ${value === null ? "border-line text-muted" : "border-accent text-ink"}`}
    >
      <option value="">{all}</option>
      {listed.map((option) => (
        <option key={option} value={option}>
          {shortNode(option)}
        </option>
      ))}
    </select>
  );
}
