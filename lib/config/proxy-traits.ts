import type { ProxyKind } from "./fleet";
import type { FleetDocument, Place } from "./fleet-document";

const MOST_WEIGHT = 1_000_000;
const KIND_HINT =
  "tcp: a connection to Redis for each client's; multiplexing: many clients share few connections";

/** `kind`, where it is written. */
export function readKind(document: FleetDocument, place: Place | undefined): ProxyKind | null {
  if (place === undefined) return null;
  const value = document.scalar(place);
  if (value === "tcp" || value === "multiplexing") return value;
  document.reportAt(place, "this is not a kind of proxy", KIND_HINT);
  return null;
}

/** `weight`: above 0, by default 1. */
export function readWeight(document: FleetDocument, place: Place | undefined): number {
  if (place === undefined) return 1;
  const value = document.scalar(place);
  if (typeof value === "number" && value > 0 && value <= MOST_WEIGHT) return value;
  const what = typeof value === "number" ? `${value} is not a weight` : "this is not a weight";
  document.reportAt(
    place,
    what,
    "a number above 0: a proxy with 2 is meant to get twice what one with 1 gets",
  );
  return 1;
}
