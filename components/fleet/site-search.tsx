"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { CONTROL_INK, CONTROL_SHAPE } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { CommandPalette } from "@/components/ui/command-palette";
import { SearchIcon } from "@/components/ui/icons";
import { Kbd } from "@/components/ui/kbd";
import { useShortcut } from "@/components/ui/shortcuts";
import { StateMark } from "@/components/ui/state-mark";
import { useView } from "@/components/ui/use-view";
import { clusterQuery, clustersQuery } from "@/lib/browser/queries";
import { collectEntries } from "@/lib/present/fleet/search-entries";
import { searchEntries } from "@/lib/present/search";
import { windowParams } from "@/lib/present/window";

const PER_GROUP = 6;
/** Names of groups and nodes change slowly; opening the palette twice need not ask twice. */
const NAMES_FRESH_MS = 60_000;

const HEADINGS = { cluster: "Clusters", proxy: "Proxies", group: "Client groups", node: "Nodes" } as const;

/** `/`: clusters, proxies, client groups and nodes of the whole fleet. */
export function SiteSearch() {
  const router = useRouter();
  const { view } = useView();
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  useShortcut({ keys: "/", label: "Search", section: "Go to" }, () => setOpen(true));

  const fleet = useQuery({
    ...clustersQuery(windowParams(view.window)),
    refetchInterval: false,
    enabled: open,
  });
  const clusters = fleet.data?.clusters;
  // Groups and nodes are known only to the clusters themselves: asked when somebody really searches.
  const details = useQueries({
    queries: (clusters ?? []).map((cluster) => ({
      ...clusterQuery(cluster.id),
      refetchInterval: false as const,
      staleTime: NAMES_FRESH_MS,
      enabled: open && query.trim().length > 1,
    })),
    combine: (results) => ({
      answers: results.flatMap((result) => (result.data ? [result.data] : [])),
      pending: results.filter((result) => result.isFetching && !result.data).length,
      failed: results.filter((result) => result.isError && !result.data).length,
    }),
  });
  const entries = useMemo(
    () => collectEntries(clusters ?? [], details.answers, view),
    [clusters, details.answers, view],
  );
  const groups = searchEntries(query, entries, PER_GROUP);
  const close = () => {
    setOpen(false);
    setQuery("");
  };
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className={classNames(CONTROL_SHAPE, CONTROL_INK, "px-2.5 max-lg:w-7 max-lg:px-0")}
        aria-label="Search clusters, proxies, groups, nodes"
      >
        <span className="lg:hidden">
          <SearchIcon />
        </span>
        <span className="max-lg:hidden">Search clusters, proxies, groups</span>
        <span className="max-lg:hidden">
          <Kbd keys="/" />
        </span>
      </button>
      <CommandPalette
        open={open}
        onOpenChange={(next) => (next ? setOpen(true) : close())}
        label="Search the fleet"
        placeholder="Cluster, proxy, client group or node"
        query={query}
        onQuery={setQuery}
        groups={groups.map((group) => ({
          heading: HEADINGS[group.kind],
          more: group.more,
          items: group.entries.map((entry) => ({
            id: entry.href,
            label: entry.label,
            detail: entry.detail,
            mark: entry.state && <StateMark state={entry.state} />,
          })),
        }))}
        empty={
          fleet.isError && !clusters
            ? "The dashboard does not answer."
            : "Nothing in the fleet has that in its name."
        }
        footer={footerWords(details.pending, details.failed, clusters?.length ?? 0)}
        onChoose={(href) => {
          close();
          router.push(href);
        }}
      />
    </>
  );
}

function footerWords(pending: number, failed: number, clusters: number): string {
  if (pending > 0) return `Reading groups and nodes of ${pending} of ${clusters} clusters …`;
  if (failed > 0) return `Groups and nodes of ${failed} of ${clusters} clusters could not be read.`;
  return "Enter opens · Esc closes";
}
