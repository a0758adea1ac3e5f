import type { ReactNode } from "react";
import { CodeBlock } from "@/components/ui/code-block";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { ViewLink } from "@/components/ui/view-link";
import type { SkewAnswer } from "@/lib/contract/skew";
import { declareProxies } from "@/lib/present/cluster/proxies";
import { shortNode } from "@/lib/present/node-names";
import { byWords } from "@/lib/present/skew/verdict-words";
import { DEFAULT_WINDOW } from "@/lib/present/window";

/** Nobody is declared whose connections could be compared: how to declare them. */
export function NobodyToCompare({ clusterId, answer }: { clusterId: string; answer: SkewAnswer }) {
  const others = answer.available.filter((by) => by !== answer.by);
  return (
    <Panel>
      <EmptyState
        title={
          answer.by === "zone" ? "There are no zones to compare" : "No proxies are declared for this cluster"
        }
        actions={others.map((by) => (
          <ViewLink key={by} patch={{ by }} className="text-accent underline-offset-2 hover:underline">
            Compare {byWords(by).many}
          </ViewLink>
        ))}
      >
        {answer.by === "zone" ? (
          <p>A zone is compared when proxies of two or more declare theirs.</p>
        ) : (
          <>
            <p>
              All connections count as direct. Where clients come through proxies, name their addresses in the
              fleet file: from the next sweep on they are told apart, and compared after a few minutes.
            </p>
            <div className="mt-3 text-left text-ink sm:-mx-8">
              <CodeBlock label="Proxies in the fleet file" code={declareProxies(clusterId)} />
            </div>
          </>
        )}
      </EmptyState>
    </Panel>
  );
}

/** One alone has nobody to be compared with. */
export function Alone({ name, answer }: { name: string; answer: SkewAnswer }) {
  return (
    <Notice
      tone="plain"
      title={`${shortNode(name)} is the only ${byWords(answer.by).one}: it carries everything there is`}
    >
      Skew is a matter of two or more. What is known of this one stands below.
    </Notice>
  );
}

/** A window from which nothing is left, or to which nothing had come yet. */
export function NothingStored() {
  return (
    <Panel>
      <EmptyState
        title="Nothing is stored of this window"
        actions={
          <ViewLink
            patch={{ window: DEFAULT_WINDOW, at: null, compare: null }}
            className="text-accent underline-offset-2 hover:underline"
          >
            Show the last hour
          </ViewLink>
        }
      >
        <p>It lies before the first sweep, or beyond the days for which numbers are kept.</p>
      </EmptyState>
    </Panel>
  );
}

/** Before the first verdict: what is awaited. */
export function NotAssessedYet(): ReactNode {
  return (
    <Notice tone="plain" title="Not assessed yet">
      A verdict needs a few minutes of sweeps, and enough connections that come and go. It appears here by
      itself; the numbers below are measured already.
    </Notice>
  );
}

/** The collector has said nothing for a while: what follows is its last word. */
export function AssessmentStale(): ReactNode {
  return (
    <Notice tone="warning" title="No assessment in the last minute">
      What follows is what was said last. The numbers in the charts are as old as their own ages say.
    </Notice>
  );
}

/** Of a window in the past in which no verdict held. */
export function NoVerdict(): ReactNode {
  return (
    <Notice tone="plain" title="No verdict was held at the end of this window">
      Nothing stood out, or too little was seen to tell. The charts show what was measured.
    </Notice>
  );
}
