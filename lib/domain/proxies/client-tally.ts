import { addrOf, type ClientRows } from "@/lib/domain/redis/client-rows";
import type { ProxyReadingResult } from "./model";
import { readable, unreadable } from "./reading";

/** Turns one CLIENT LIST of a proxy after the other into counts. */
export interface ClientTally {
  /** `ownAddr`: `ip:port` of the connection that asked, which is left out; it tells the proxy's list from a server's. */
  next(rows: ClientRows, ownAddr: string | null): ProxyReadingResult;
}

/**
 * A proxy that answers CLIENT LIST for its own clients counts nothing; opened and closed are what one list has and the
 * other has not, by id. Connections that came and went in between are not seen. A list of other, lower ids is a new process.
 */
export function createClientTally(): ClientTally {
  let known: ReadonlySet<number> | null = null;
  let openedTotal = 0;
  let closedTotal = 0;
  return {
    next(rows, ownAddr) {
      if (rows.truncated) return unreadable("cut its CLIENT LIST in the middle of a line");
      if (rows.count === 0) return unreadable("answers CLIENT LIST without a client that has an id");
      const own = ownAddr === null ? -1 : rowWith(rows, ownAddr);
      if (ownAddr !== null && own === -1)
        return unreadable(
          "answers a CLIENT LIST without our own connection: it is the list of a server behind it, not of its clients",
        );
      const ids = new Set(rows.id.subarray(0, rows.count).filter((_, row) => row !== own));
      if (known !== null && isNewProcess(known, ids)) {
        openedTotal = 0;
        closedTotal = 0;
        known = null;
      }
      if (known !== null) {
        openedTotal += lacking(ids, known);
        closedTotal += lacking(known, ids);
      } else openedTotal = ids.size;
      known = ids;
      return readable({ connections: ids.size, openedTotal, closedTotal });
    },
  };
}

function rowWith(rows: ClientRows, addr: string): number {
  for (let row = 0; row < rows.count; row++) if (addrOf(rows, row) === addr) return row;
  return -1;
}

function isNewProcess(before: ReadonlySet<number>, now: ReadonlySet<number>): boolean {
  if (before.size === 0 || now.size === 0 || lacking(now, before) < now.size) return false;
  return highest(now) < highest(before);
}

/** Not by `Math.max(...ids)`: a hundred thousand arguments overflow the stack. */
function highest(ids: ReadonlySet<number>): number {
  let most = 0;
  for (const id of ids) most = Math.max(most, id);
  return most;
}

function lacking(of: ReadonlySet<number>, from: ReadonlySet<number>): number {
  let count = 0;
  for (const id of of) if (!from.has(id)) count++;
  return count;
}
