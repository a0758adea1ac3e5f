import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import type { NodeRow } from "@/lib/contract/cluster";
import { gatherRefusals } from "@/lib/present/cluster/refusal-advice";

/** Commands that servers refuse us: what is missing because of it, and the line that would allow it. */
export function RefusalNotices({ nodes }: { nodes: readonly NodeRow[] }) {
  return gatherRefusals(nodes).map((refusal) => (
    <Notice
      key={`${refusal.command} ${refusal.reason}`}
      tone={refusal.weight}
      title={refusal.title}
      actions={
        refusal.grant !== null && <CopyButton text={() => refusal.grant ?? ""} label="Copy the command" />
      }
    >
      <p>
        {refusal.consequence} {refusal.sentence}
      </p>
      {refusal.grant !== null && (
        <pre className="mt-1.5 overflow-x-auto rounded-control border border-line bg-sunken px-2.5 py-1.5 font-mono text-small text-ink">
          {refusal.grant}
        </pre>
      )}
    </Notice>
  ));
}
