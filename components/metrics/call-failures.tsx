import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import type { AwsCallRow } from "@/lib/contract/aws";
import { callTitle, gatherFailures, iamActions } from "@/lib/present/metrics/calls";

/** Calls to AWS that fail: which, why, and what to grant or to mend. */
export function CallFailures({ calls }: { calls: readonly AwsCallRow[] }) {
  return gatherFailures(calls).map(({ calls: same, remedy }) => {
    const actions = iamActions(remedy);
    return (
      <Notice
        key={same.map((call) => call.source).join(" ")}
        tone="warning"
        title={same.map(callTitle).join("; ")}
        actions={
          actions.length > 0 && (
            <CopyButton
              text={() => actions.join("\n")}
              label={actions.length === 1 ? "Copy the IAM action" : "Copy the IAM actions"}
            />
          )
        }
      >
        {[...new Set(same.map((call) => call.error))].map(
          (error) =>
            error !== null && (
              <p key={error} className="text-pretty wrap-anywhere">
                {error}
              </p>
            ),
        )}
        {remedy !== null && <p className="mt-0.5 text-pretty text-ink wrap-anywhere">{remedy}</p>}
      </Notice>
    );
  });
}
