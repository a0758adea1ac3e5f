import type { Attribution } from "@/lib/domain/connections/attribution";
import { encodeProfiles } from "@/lib/domain/connections/cell-profile-codec";
import { createLedger, type Ledger } from "@/lib/domain/connections/ledger";
import type { SweepResult } from "@/lib/domain/connections/model";
import { encodeDelta, encodeKeyframe, replay } from "@/lib/domain/connections/sweep-codec";
import { parseClientList } from "@/lib/domain/redis/client-list";
import { ClientPopulation, printClientList } from "./client-lines";
import { type BenchRow, median, medianMs } from "./measure";

const CLIENTS = 10_000;
const SWEEP_MS = 10_000;
const SWEEPS = 360;
const KEYFRAME_EVERY = 60;
/** One in a hundred a minute, six sweeps a minute. */
const REPLACED_PER_SWEEP = 17;
const START_MS = Date.UTC(2026, 10, 22);
/** A row per client per poll, as narrow as it can be: id, address, group, age, idle; 24 bytes of header, 44 of index. */
const ROW_BYTES = 24 + 48 + 44;

/** An hour of 10,000 clients of which 1 % a minute are replaced: bytes written, and time to replay the worst moment. */
export function measureHour(attribution: Attribution): BenchRow[] {
  const ledger = createLedger(attribution);
  const population = new ClientPopulation(CLIENTS, START_MS);
  const deltas: Uint8Array[] = [];
  const keyframes: Uint8Array[] = [];
  const profiles: Uint8Array[] = [];
  let cells: SweepResult["cells"] = [];
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const atMs = START_MS + sweep * SWEEP_MS;
    if (sweep > 0) population.replace(REPLACED_PER_SWEEP, atMs);
    const { delta, ...result } = applySweep(ledger, population, atMs);
    cells = result.cells;
    profiles.push(encodeProfiles(cells, SWEEP_MS));
    if (sweep > 0) deltas.push(encodeDelta(delta, atMs));
    if (sweep % KEYFRAME_EVERY === 0) keyframes.push(encodeKeyframe(ledger.connections(), atMs));
  }
  const lengths = (parts: readonly Uint8Array[]) => parts.map((bytes) => bytes.length);
  const hourBytes = [...lengths(deltas), ...lengths(profiles), ...lengths(keyframes)].reduce(
    (sum, length) => sum + length,
    0,
  );
  const last = (keyframes.length - 1) * KEYFRAME_EVERY;
  const keyframe = keyframes[keyframes.length - 1] ?? new Uint8Array();
  return [
    {
      name: `delta of ${REPLACED_PER_SWEEP} opened and closed`,
      value: median(lengths(deltas)),
      unit: "bytes",
    },
    {
      name: `profiles of ${cells.length} cells`,
      value: median(lengths(profiles)),
      unit: "bytes",
      note: `encoded in ${medianMs(() => encodeProfiles(cells, SWEEP_MS)).toFixed(1)} ms`,
    },
    {
      name: `keyframe of ${CLIENTS}`,
      value: median(lengths(keyframes)),
      unit: "bytes",
      goal: { of: "value", atMost: 80_000 },
      note: `${(median(lengths(keyframes)) / CLIENTS).toFixed(2)} bytes a connection`,
    },
    {
      name: "an hour of row per client per poll",
      value: CLIENTS * SWEEPS * ROW_BYTES,
      unit: "bytes",
      against: { name: "deltas, profiles and keyframes", value: hourBytes },
      goal: { of: "ratio", atLeast: 200 },
      note: "computed; measured in Postgres by the storage benchmark",
    },
    {
      name: "replay ten minutes after a keyframe",
      value: medianMs(() => replay(keyframe, deltas.slice(last))),
      unit: "ms",
      goal: { of: "value", atMost: 200 },
    },
    {
      name: `encode a keyframe of ${CLIENTS}`,
      value: medianMs(() => encodeKeyframe(ledger.connections(), START_MS)),
      unit: "ms",
    },
  ];
}

/** Everybody reconnects between two sweeps: the dearest sweep there is. */
export function measureReconnect(attribution: Attribution): BenchRow[] {
  const reply = (firstMs: number, replaced: number) => {
    const population = new ClientPopulation(CLIENTS, firstMs);
    population.replace(replaced, firstMs + SWEEP_MS);
    return population;
  };
  const times: number[] = [];
  let bytes = 0;
  for (let run = 0; run < 9; run++) {
    const ledger = createLedger(attribution);
    applySweep(ledger, reply(START_MS, 0), START_MS);
    const atMs = START_MS + SWEEP_MS;
    const after = printClientList(reply(START_MS, CLIENTS).clients, atMs);
    const start = performance.now();
    const { delta } = applyReply(ledger, after, atMs);
    bytes = encodeDelta(delta, atMs).length;
    times.push(performance.now() - start);
  }
  return [
    { name: `all ${CLIENTS} reconnect: parse to delta`, value: median(times), unit: "ms" },
    { name: "  its delta", value: bytes, unit: "bytes", note: "one row, one transaction" },
  ];
}

function applySweep(ledger: Ledger, population: ClientPopulation, atMs: number): SweepResult {
  return applyReply(ledger, printClientList(population.clients, atMs), atMs);
}

function applyReply(ledger: Ledger, reply: Buffer, atMs: number): SweepResult {
  const rows = parseClientList(reply);
  return ledger.apply({ rows, runId: "run", atMs, totalConnectionsReceived: null, ownName: "evenkeel" });
}
