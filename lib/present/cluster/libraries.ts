import type { ClientGroup } from "@/lib/contract/clients";
import { formatCount } from "../words";

/** The libraries of a group: the largest by name, the others by number; `full` lists all with their counts. */
export function libraryWords(libraries: ClientGroup["libraries"]): { short: string; full: string } {
  const named = libraries.map((one) => ({ ...one, library: one.library === "" ? "not said" : one.library }));
  const [first, ...others] = named;
  if (first === undefined) return { short: "—", full: "No library is known" };
  return {
    short: others.length === 0 ? first.library : `${first.library} +${others.length}`,
    full: named.map((one) => `${one.library}: ${formatCount(one.connections)}`).join(", "),
  };
}
