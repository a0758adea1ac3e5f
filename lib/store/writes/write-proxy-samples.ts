import type { Store } from "../client";
import { Prisma } from "../generated/client";
import { withPartitions } from "../partitions";
import type { ProxySampleRow } from "../rows";
import { type RowShape, storableRow } from "./storable-row";

/** Writes samples of many proxies in one statement; one that is there already stays as it is. */
export async function writeProxySamples(store: Store, rows: readonly ProxySampleRow[]): Promise<void> {
  if (rows.length === 0) return;
  const moments = rows.map((row) => row.at);
  const data = rows.map(storable);
  await withPartitions(store, ["proxy_sample"], moments, () =>
    store.prisma.proxySample.createMany({ data, skipDuplicates: true }),
  );
}

type ProxySampleData = Prisma.ProxySampleCreateManyInput;

const SHAPE: RowShape = {
  columns: new Set(Object.values(Prisma.ProxySampleScalarFieldEnum)),
  fractions: new Set<keyof ProxySampleData>(["pingMinMs", "pingMedianMs", "pingMaxMs"]),
  big: new Set<keyof ProxySampleData>(["opened", "closed", "requests", "bytesIn", "bytesOut", "uptimeSec"]),
};

function storable({ proxyId, at, source, step, failure, latency }: ProxySampleRow): ProxySampleData {
  const row = {
    ...step,
    source,
    failure,
    pingSent: latency?.sent ?? null,
    pingFailed: latency?.failed ?? null,
    pingMinMs: latency?.minMs ?? null,
    pingMedianMs: latency?.medianMs ?? null,
    pingMaxMs: latency?.maxMs ?? null,
    answeredBy: latency?.answeredBy ?? null,
  };
  return { ...storableRow(row, SHAPE), proxyId, at };
}
