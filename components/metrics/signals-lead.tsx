import { Panel } from "@/components/ui/panel";
import { StateMark } from "@/components/ui/state-mark";
import type { MetricSignalRow } from "@/lib/contract/aws";
import { orderSignals, signalFacts } from "@/lib/present/metrics/signals";
import { shortenNodes } from "@/lib/present/node-names";
import { countOf } from "@/lib/present/words";

/** So many at once: the charts below matter too. */
const SHOWN = 5;

/** Thresholds that were passed, worst first: the sentence, and on unfolding what it means and who explains it. */
export function SignalsLead({ signals }: { signals: readonly MetricSignalRow[] }) {
  const ordered = orderSignals(signals);
  const [first] = ordered;
  if (first === undefined) return null;
  const rest = ordered.slice(SHOWN);
  return (
    <Panel edge={first.state === "notice" ? "plain" : first.state}>
      <SignalList signals={ordered.slice(0, SHOWN)} lead />
      {rest.length > 0 && (
        <details className="mt-3 border-t border-line pt-3">
          <summary className="w-fit cursor-pointer rounded-mark text-muted hover:text-ink">
            {countOf(rest.length, "more signal")}
          </summary>
          <div className="mt-3">
            <SignalList signals={rest} lead={false} />
          </div>
        </details>
      )}
    </Panel>
  );
}

function SignalList({ signals, lead }: { signals: readonly MetricSignalRow[]; lead: boolean }) {
  return (
    <ul className="grid gap-3">
      {signals.map((signal, index) => (
        <li
          key={`${signal.kind} ${signal.subject} ${signal.metric}`}
          className="grid grid-cols-[12px_1fr] items-baseline gap-x-2.5"
        >
          <SignalMark state={signal.state} />
          <div className="min-w-0">
            <p
              className={`max-w-[100ch] text-pretty wrap-anywhere ${lead && index === 0 ? "text-lead" : ""}`}
              title={signal.sentence}
            >
              {shortenNodes(signal.sentence)}
            </p>
            <details className="text-small text-muted">
              <summary className="w-fit max-w-full cursor-pointer rounded-mark hover:text-ink">
                {signalFacts(signal).join(" · ")}
              </summary>
              <p className="mt-1 max-w-[100ch] text-body text-pretty text-ink">
                {signal.explanation}{" "}
                <a
                  href={signal.page.url}
                  target="_blank"
                  rel="noreferrer"
                  className="text-accent underline underline-offset-2"
                >
                  {signal.page.title}
                </a>
              </p>
            </details>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** A notice needs nobody: it has a mark without colour. */
export function SignalMark({ state }: { state: MetricSignalRow["state"] }) {
  if (state !== "notice") return <StateMark state={state} />;
  return (
    <span className="inline-flex text-muted">
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
        <path d="M5 0.8 9.2 5 5 9.2 0.8 5Z" fill="none" stroke="currentColor" strokeWidth="1.3" />
      </svg>
      <span className="sr-only">notice</span>
    </span>
  );
}
