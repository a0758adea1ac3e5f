import type { ClientRows } from "@/lib/domain/redis/client-rows";
import { createAttribution } from "../attribution";
import { createLedger, type Ledger, type LedgerResume } from "../ledger";
import type { SweepResult } from "../model";
import { type PrintedClient, rowsOf } from "./print-clients";

export const START_MS = Date.UTC(2026, 10, 22, 12);
const SWEEP_MS = 10_000;

const proxies = [
  { name: "proxy-1", addresses: ["10.0.3.11"] },
  { name: "proxy-2", addresses: ["10.0.3.12"] },
];
const groups = [{ name: "orders", match: { name: "orders-*" }, library: null }];

/** A ledger that knows two proxies and one group. */
export function createTestLedger(resume?: LedgerResume): Ledger {
  return createLedger(createAttribution({ proxies, groups, groupLimit: 10 }), resume);
}

/** Feeds sweep number `number`; they are ten seconds apart. */
export function sweep(
  ledger: Ledger,
  number: number,
  clients: readonly PrintedClient[] | ClientRows,
  rest: { runId?: string; received?: number; ownBrief?: number } = {},
): SweepResult {
  const { runId = "run-a", received = null, ownBrief = 0 } = rest;
  return ledger.apply({
    rows: "bytes" in clients ? clients : rowsOf(clients),
    runId,
    atMs: START_MS + number * SWEEP_MS,
    totalConnectionsReceived: received,
    ownName: "evenkeel",
    ownBrief,
  });
}

export function idsOf(connections: readonly { id: number }[]): number[] {
  return connections.map(({ id }) => id);
}

/** Clients of which nothing but the id matters. */
export function many(...ids: readonly number[]): PrintedClient[] {
  return ids.map((id) => ({ id }));
}
