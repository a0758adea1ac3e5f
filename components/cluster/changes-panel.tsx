import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import { ScrollBox } from "@/components/ui/scroll-box";
import type { ClusterAnswer } from "@/lib/contract/cluster";
import { observationWords } from "@/lib/present/cluster/observation-words";
import { formatDuration } from "@/lib/present/words";

/** What changed lately, newest first; the same moments are marked on the axes of the charts. */
export function ChangesPanel({ cluster }: { cluster: ClusterAnswer }) {
  const { observations } = cluster;
  return (
    <Panel
      className="flex flex-col"
      title="Recent changes"
      note={observations.length === 0 ? undefined : "◆ on the charts"}
    >
      {observations.length === 0 ? (
        <p className="text-muted">No change of roles, nodes or reachability has been seen yet.</p>
      ) : (
        <ScrollBox
          label="Recent changes"
          className="-mx-4 max-h-72 px-4 lg:h-0 lg:max-h-none lg:min-h-48 lg:grow"
        >
          <ol className="grid gap-2">
            {observations.map((change) => (
              <li
                key={`${change.at} ${change.subject} ${change.kind} ${change.sentence}`}
                className="grid grid-cols-[104px_1fr] gap-x-2"
              >
                <Instant at={change.at} now={cluster.now} className="text-small text-muted" />
                <div className="min-w-0 wrap-anywhere">
                  {observationWords(change)}
                  <span className="text-small text-muted">
                    {" "}
                    ±{formatDuration(change.precisionMs)}, {change.source}
                  </span>
                </div>
              </li>
            ))}
          </ol>
        </ScrollBox>
      )}
    </Panel>
  );
}
