/** Prints, as JSON, what a ledger of so many connections takes in memory, and what a Map of objects takes instead. */
import { createAttribution } from "@/lib/domain/connections/attribution";
import { createLedger } from "@/lib/domain/connections/ledger";
import { parseClientList } from "@/lib/domain/redis/client-list";
import { ClientPopulation, printClientList } from "./client-lines";

const connections = Number(process.argv[2]);
const atMs = Date.UTC(2026, 10, 22);

function usedBytes(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function trackConnections() {
  const reply = printClientList(new ClientPopulation(connections, atMs).clients, atMs);
  const ledger = createLedger(createAttribution({ proxies: [], groups: [], groupLimit: 50 }));
  ledger.apply({
    rows: parseClientList(reply),
    runId: "run",
    atMs,
    totalConnectionsReceived: null,
    ownName: "evenkeel",
  });
  return ledger;
}

trackConnections();
const before = usedBytes();
const ledger = trackConnections();
const ledgerBytes = usedBytes() - before;
const map = new Map(
  Array.from(ledger.connections(), (connection) => [connection.id, structuredClone(connection)]),
);
const objectBytes = usedBytes() - before - ledgerBytes;
console.log(JSON.stringify({ ledgerBytes, objectBytes, tracked: ledger.size + map.size }));
