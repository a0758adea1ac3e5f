import { judgeNearLimit, judgeRate, judgeStep } from "./judge-connections";
import { judgeEngineCpu, judgeHostCpu, judgeMemory, judgeSwap } from "./judge-host";
import { type JudgedMetrics, type JudgedSubject, subjectsOf } from "./judged-subject";
import { holdingLevel } from "./levels";
import { type MetricSignal, SIGNAL_KINDS, type SignalKind } from "./model";
import { SIGNALS } from "./signal-rules";
import { inSentence, type PlainKind, signalOf } from "./signal-words";

const STATES: readonly MetricSignal["state"][] = ["critical", "warning", "notice"];

/**
 * Every threshold that is passed now, worst first, then the longest. A series judges only while its newest point is not
 * older than its cadence and the usual five minutes; one with no points judges nothing.
 */
export function judgeMetrics(facts: JudgedMetrics): MetricSignal[] {
  const subjects = subjectsOf(facts);
  const signals = subjects.flatMap((subject) => SIGNAL_KINDS.flatMap((kind) => judgeKind(kind, subject)));
  return signals.sort(
    (left, right) =>
      STATES.indexOf(left.state) - STATES.indexOf(right.state) ||
      left.sinceMs - right.sinceMs ||
      SIGNAL_KINDS.indexOf(left.kind) - SIGNAL_KINDS.indexOf(right.kind),
  );
}

function judgeKind(kind: SignalKind, subject: JudgedSubject): MetricSignal[] {
  switch (kind) {
    case "engine-cpu":
      return judgeEngineCpu(subject);
    case "host-cpu":
      return judgeHostCpu(subject);
    case "swap":
      return judgeSwap(subject);
    case "memory":
      return judgeMemory(subject);
    case "connections-step":
      return judgeStep(subject);
    case "connections-near-limit":
      return judgeNearLimit(subject);
    case "new-connections-rate":
      return judgeRate(subject);
    case "replication-lag":
      return subject.role === "primary" ? [] : judgeLevels(kind, subject);
    case "bandwidth-exceeded":
    case "conntrack-exceeded":
    case "packets-exceeded":
    case "linklocal-exceeded":
    case "traffic-management":
    case "authentication-failures":
    case "evictions":
    case "throttled":
      return judgeLevels(kind, subject);
  }
}

/** Kinds that are judged by nothing but the levels of their own metrics. */
function judgeLevels(kind: PlainKind, subject: JudgedSubject): MetricSignal[] {
  const { metrics, levels } = SIGNALS[kind];
  return metrics.flatMap((metric) => {
    const readings = subject.readings(metric);
    const held = readings === null ? null : holdingLevel(levels, readings);
    return held === null
      ? []
      : [signalOf(kind, subject.subject, metric, held, inSentence(kind, metric, held))];
  });
}
