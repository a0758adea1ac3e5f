import type { MetricSignal } from "../cloudwatch/model";
import { compareStates, type HealthState, type Judgement } from "./state";
import { inPlural } from "./wording";

/** A half hour at the slowest and five minutes' pause: what was over before is no news any more. */
const OLD_AFTER_MS = 35 * 60_000;

/** How urgent a signal is for its cluster; null: it is shown where one looks for it, but nobody is called. */
function stateOf({ state }: MetricSignal): HealthState | null {
  switch (state) {
    case "critical":
    case "warning":
      return state;
    case "notice":
      return null;
  }
}

/** The worst of CloudWatch's signals, and on how many more nodes it is the same; null: nothing that needs a human. */
export function findSignal(signals: readonly MetricSignal[], nowMs: number): Judgement | null {
  const urgent = signals.flatMap((signal) => {
    const state = stateOf(signal);
    return state === null || nowMs - signal.untilMs >= OLD_AFTER_MS ? [] : [{ signal, state }];
  });
  const [worst] = urgent.sort((left, right) => compareStates(left.state, right.state));
  if (worst === undefined) return null;
  const { signal, state } = worst;
  const alike = urgent.filter(
    (other) => other.signal.kind === signal.kind && other.signal.subject !== signal.subject,
  );
  const nodes = new Set(alike.map((other) => other.signal.subject)).size;
  const more = nodes === 0 ? "" : `; ${inPlural(nodes, "more node")} likewise`;
  return { state, sentence: `${signal.sentence}${more}` };
}
