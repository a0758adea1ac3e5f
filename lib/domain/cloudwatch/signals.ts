export { judgeMetrics } from "./judge-metrics";
export type { JudgedMetrics } from "./judged-subject";
export { SIGNALS, type SignalRule } from "./signal-rules";
