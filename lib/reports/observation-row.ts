import type { ObservationRow } from "@/lib/contract/observation";
import type { ObservationRecord } from "@/lib/store/reads/read-observations";

export function observationRowOf(row: ObservationRecord): ObservationRow {
  const { subject, kind, sentence, precisionMs, source } = row;
  return { at: row.at.toISOString(), subject, kind, sentence, precisionMs, source };
}
