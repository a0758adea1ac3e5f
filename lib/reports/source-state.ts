import type { SourceRecord } from "@/lib/store/reads/read-sources";

export type SourceState = "ok" | "failing" | "never";

/** failing: its last attempt failed. never: it was not tried, or has not told yet. */
export function sourceStateOf(source: Pick<SourceRecord, "lastSuccessAt" | "lastErrorAt">): SourceState {
  const { lastSuccessAt, lastErrorAt } = source;
  if (lastErrorAt !== null && (lastSuccessAt === null || lastErrorAt > lastSuccessAt)) return "failing";
  return lastSuccessAt === null ? "never" : "ok";
}
