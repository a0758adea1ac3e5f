import { MAX_OBSERVATIONS } from "@/lib/contract/observation";
import type { Store } from "@/lib/store/client";
import {
  type ObservationRange,
  type ObservationRecord,
  readObservations,
} from "@/lib/store/reads/read-observations";
import type { ObservationKind } from "@/lib/store/rows";

const OF_THE_SERVICE: readonly ObservationKind[] = ["event", "configuration"];

/** What changed in a window, newest first. What the service tells is never crowded out by what we see ourselves. */
export async function observedWithEvents(
  store: Store,
  range: Omit<ObservationRange, "limit" | "kinds">,
): Promise<ObservationRecord[]> {
  const newest = await readObservations(store, { ...range, limit: MAX_OBSERVATIONS });
  if (newest.length < MAX_OBSERVATIONS) return newest;
  const events = await readObservations(store, {
    ...range,
    kinds: OF_THE_SERVICE,
    limit: MAX_OBSERVATIONS / 2,
  });
  const others = newest.filter(({ kind }) => !OF_THE_SERVICE.includes(kind));
  return [...events, ...others.slice(0, MAX_OBSERVATIONS - events.length)].sort(
    (left, right) => right.at.getTime() - left.at.getTime(),
  );
}
