import { createAttribution } from "@/lib/domain/connections/attribution";
import { createLedger } from "@/lib/domain/connections/ledger";
import { parseClientList } from "@/lib/domain/redis/client-list";
import { ClientPopulation, printClientList, printCountingList } from "./client-lines";
import { measureHour, measureReconnect } from "./ledger-hour";
import { measureMemory } from "./ledger-memory";
import { type Bench, type BenchRow, median, medianMs, timeMs } from "./measure";
import { countLines, parseBySplitting } from "./parse-rivals";

const CONNECTIONS = 65_000;
const AT_MS = Date.UTC(2026, 10, 22);
const COUNTING_SWEEPS = 9;
const WARM_UPS = 3;

/** Rules as a fleet file has them: sixteen proxies, two declared groups. */
export function createBenchAttribution() {
  const proxies = Array.from({ length: 16 }, (_, index) => ({
    name: `proxy-${index}`,
    addresses: [`10.0.3.${index}`],
  }));
  const groups = [{ name: "orders-api", match: { name: "orders-api-*" }, library: null }];
  return createAttribution({ proxies, groups, groupLimit: 50 });
}

function measureParse(reply: Buffer): BenchRow[] {
  const parseMs = medianMs(() => parseClientList(reply));
  const floorMs = medianMs(() => countLines(reply));
  const splitMs = medianMs(() => parseBySplitting(reply), 5, 2);
  return [
    {
      name: `parse ${CONNECTIONS} lines`,
      value: parseMs,
      unit: "ms",
      against: { name: "one pass over the bytes", value: floorMs },
      goal: { of: "ratio", atMost: 3 },
      note: `${((parseMs * 1e6) / CONNECTIONS).toFixed(0)} ns a line, ${(reply.length / 1e6).toFixed(1)} MB`,
    },
    {
      name: "split and object",
      value: splitMs,
      unit: "ms",
      against: { name: "parse", value: parseMs },
      goal: { of: "ratio", atLeast: 10 },
    },
  ];
}

function measureSteady(reply: Buffer): BenchRow[] {
  const ledger = createLedger(createBenchAttribution());
  let sweep = 0;
  const apply = () => {
    sweep++;
    const atMs = AT_MS + sweep * 10_000;
    ledger.apply({
      rows: parseClientList(reply),
      runId: "run",
      atMs,
      totalConnectionsReceived: null,
      ownName: "evenkeel",
    });
  };
  apply();
  const sweepMs = medianMs(apply);
  const floorMs = medianMs(() => countLines(reply));
  const perConnection = {
    unit: "ns",
    against: { name: "one pass over the bytes", value: (floorMs * 1e6) / CONNECTIONS },
  };
  return [
    {
      name: `parse + attribute + ledger, ${CONNECTIONS} unchanged`,
      value: sweepMs,
      unit: "ms",
      against: { name: "one pass over the bytes", value: floorMs },
      goal: { of: "value", atMost: 150 },
    },
    { name: "  a connection", value: (sweepMs * 1e6) / CONNECTIONS, ...perConnection },
  ];
}

/**
 * Dearer: the busiest are looked for among all. Each sweep is another one, so that there is something to find; they are
 * printed before, so that the garbage of printing is not collected while the ledger works.
 */
function measureCounting(population: ClientPopulation): BenchRow[] {
  const ledger = createLedger(createBenchAttribution());
  const instants = Array.from({ length: COUNTING_SWEEPS }, (_, sweep) => AT_MS + sweep * 10_000);
  const replies = instants.map((atMs) => ({ atMs, reply: printCountingList(population.clients, atMs) }));
  const times = replies.map(({ atMs, reply }) =>
    timeMs(() => {
      const rows = parseClientList(reply);
      ledger.apply({ rows, runId: "run", atMs, totalConnectionsReceived: null, ownName: "evenkeel" });
    }),
  );
  return [
    {
      name: `the same where the server counts commands, ${CONNECTIONS}`,
      value: median(times.slice(WARM_UPS)),
      unit: "ms",
      goal: { of: "value", atMost: 150 },
    },
  ];
}

export const bench: Bench = {
  name: "Parser, ledger and sweep codec",
  run: () => {
    const population = new ClientPopulation(CONNECTIONS, AT_MS);
    const reply = printClientList(population.clients, AT_MS);
    return [
      ...measureParse(reply),
      ...measureSteady(reply),
      ...measureCounting(population),
      ...measureMemory(CONNECTIONS),
      ...measureHour(createBenchAttribution()),
      ...measureReconnect(createBenchAttribution()),
    ];
  },
};
