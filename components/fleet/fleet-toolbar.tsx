"use client";

import { CopyButton } from "@/components/ui/copy-button";
import { FilterField } from "@/components/ui/filter-field";
import { Segmented } from "@/components/ui/segmented";
import { StateMark, stateWord } from "@/components/ui/state-mark";
import { useView } from "@/components/ui/use-view";
import type { ClusterRow } from "@/lib/contract/clusters";
import { HEALTH_STATES } from "@/lib/domain/findings/state";
import { countStates } from "@/lib/present/fleet/headline";
import { formatCount } from "@/lib/present/words";

/** Which clusters are shown. The counts are of the whole fleet, so that a filter hides no trouble. */
export function FleetToolbar({ all, asMarkdown }: { all: readonly ClusterRow[]; asMarkdown: () => string }) {
  const { view } = useView();
  const counts = countStates(all);
  const states = HEALTH_STATES.filter((state) => counts[state] > 0 || state === view.state);
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
      <Segmented
        label="State"
        segments={[
          {
            key: "all",
            label: (
              <>
                All <span className="text-muted">{formatCount(all.length)}</span>
              </>
            ),
            patch: { state: null },
            current: view.state === null,
          },
          ...states.map((state) => ({
            key: state,
            label: (
              <>
                <StateMark state={state} />
                <span aria-hidden="true" className="max-sm:hidden">
                  {stateWord(state)}
                </span>
                <span className="text-muted">{formatCount(counts[state])}</span>
              </>
            ),
            patch: { state },
            current: view.state === state,
          })),
        ]}
      />
      <FilterField label="Filter clusters" placeholder="Filter by name, reason or proxy" />
      <div className="ml-auto max-sm:hidden">
        <CopyButton label="Copy as Markdown" text={asMarkdown} />
      </div>
    </div>
  );
}
