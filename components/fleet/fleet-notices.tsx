import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import type { DiscoveryRow } from "@/lib/contract/aws";
import { assertNever } from "@/lib/present/assert-never";
import { problemsText, problemsTitle } from "@/lib/present/fleet/fleet-file";
import type { FleetNotice } from "@/lib/present/fleet/situation";
import { iamActions } from "@/lib/present/metrics/calls";
import { countOf, formatAge } from "@/lib/present/words";
import { FileProblems } from "./file-problems";

/** What is wrong with the watching itself, above what is watched. */
export function FleetNotices({ notices }: { notices: readonly FleetNotice[] }) {
  return notices.map((notice) => <OneNotice key={keyOf(notice)} notice={notice} />);
}

/** Of one kind there is one, but for accounts. */
function keyOf(notice: FleetNotice): string {
  return notice.kind === "discovery" ? `${notice.row.region} ${notice.row.match}` : notice.kind;
}

function OneNotice({ notice }: { notice: FleetNotice }) {
  switch (notice.kind) {
    case "collector-silent":
      return (
        <Notice
          tone="critical"
          title={
            notice.silentMs === null
              ? "The collector is silent"
              : `The collector has been silent for ${formatAge(notice.silentMs)}`
          }
        >
          Nothing below is newer than that. It is started again by itself; if it stays silent, the server's
          log says why.
        </Notice>
      );
    case "file-invalid":
      return (
        <Notice
          tone="warning"
          title={`${problemsTitle(notice.file)}; the last good one stays in force`}
          actions={<CopyButton label="Copy errors" text={() => problemsText(notice.file)} />}
        >
          <FileProblems file={notice.file} />
        </Notice>
      );
    case "file-gone":
      return (
        <Notice tone="warning" title="The fleet file is gone; the last good one stays in force">
          {notice.path !== null && <code className="font-mono text-small">{notice.path}</code>}
        </Notice>
      );
    case "discovery":
      return <DiscoveryNotice row={notice.row} />;
    case "dropped":
      return (
        <Notice tone="warning" title={`${countOf(notice.dropped, "sweep")} had to be dropped`}>
          The database was away for longer than the space for waiting sweeps lasts. The time shows as a gap.
        </Notice>
      );
    case "spooling":
      return (
        <Notice tone="plain" title={`${countOf(notice.waiting, "sweep")} waiting on disk for the database`}>
          They are written in order as soon as it takes them. Numbers below may lag until then.
        </Notice>
      );
    default:
      return assertNever(notice);
  }
}

/** Clusters that were found stay; new ones are not noticed until it answers again. */
function DiscoveryNotice({ row }: { row: DiscoveryRow }) {
  const actions = iamActions(row.remedy);
  return (
    <Notice
      tone="warning"
      title={`ElastiCache in ${row.region} cannot be searched for “${row.match}”`}
      actions={
        actions.length > 0 && (
          <CopyButton
            text={() => actions.join("\n")}
            label={actions.length === 1 ? "Copy the IAM action" : "Copy the IAM actions"}
          />
        )
      }
    >
      {row.error !== null && <p className="text-pretty wrap-anywhere">{row.error}</p>}
      {row.remedy !== null && <p className="text-pretty text-ink wrap-anywhere">{row.remedy}</p>}
      {row.found > 0 && <p>{countOf(row.found, "cluster")} found before stay watched.</p>}
    </Notice>
  );
}
