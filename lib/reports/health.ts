import type { HealthAnswer } from "@/lib/contract/health";
import type { Reply } from "@/lib/contract/problem";
import { VERSION } from "@/lib/contract/version";
import { describeDatabaseError } from "@/lib/store/database-errors";
import { type CollectorRecord, readCollector } from "@/lib/store/reads/read-collector";
import { readLatency } from "@/lib/store/reads/read-latency";
import { readSources, type SourceRecord } from "@/lib/store/reads/read-sources";
import { answered, type ReportContext } from "./context";
import { collectorStateOf, fleetFileOf } from "./fleet-file";
import { roundRatio } from "./round";
import { sourceStateOf } from "./source-state";

/** Is Evenkeel itself well? Answers when the database does not: that is what it is asked for. */
export async function reportHealth({ store, now }: ReportContext): Promise<Reply<HealthAnswer>> {
  try {
    const latencyMs = await readLatency(store);
    const collector = await readCollector(store);
    const sources = await readSources(store);
    const state = collectorStateOf(collector, now);
    const fleetFile = fleetFileOf(collector);
    const isWell = state === "ok" && fleetFile.state !== "invalid" && (collector?.spooledSweeps ?? 0) === 0;
    return answered({
      now: now.toISOString(),
      status: isWell ? "ok" : "degraded",
      version: VERSION,
      database: { state: "ok", kind: store.kind, latencyMs: roundRatio(latencyMs), error: null },
      collector: { state, ...collectorFacts(collector) },
      fleetFile,
      sources: sources.map((source) => sourceHealthOf(source, now)),
    });
  } catch (error) {
    return answered(describeDown(describeDatabaseError(error), store.kind, now));
  }
}

/** The answer while there is no database to ask. */
export function describeDown(error: string, kind: HealthAnswer["database"]["kind"], now: Date): HealthAnswer {
  return {
    now: now.toISOString(),
    status: "down",
    version: VERSION,
    database: { state: "down", kind, latencyMs: null, error },
    collector: { state: "unknown", ...collectorFacts(null) },
    fleetFile: fleetFileOf(null),
    sources: [],
  };
}

function collectorFacts(collector: CollectorRecord | null): Omit<HealthAnswer["collector"], "state"> {
  return {
    startedAt: collector?.startedAt.toISOString() ?? null,
    lastBeatAt: collector?.beatAt.toISOString() ?? null,
    spooledSweeps: collector?.spooledSweeps ?? null,
    droppedSweeps: collector?.droppedSweeps ?? null,
    loopLagMs: collector?.loopLagMs ?? null,
  };
}

function sourceHealthOf(source: SourceRecord, now: Date): HealthAnswer["sources"][number] {
  const { cluster, lastSuccessAt, lastErrorAt, lastError } = source;
  return {
    cluster,
    source: source.address === null ? source.source : `${source.source} ${source.address}`,
    state: sourceStateOf(source),
    lastSuccessAt: lastSuccessAt?.toISOString() ?? null,
    ageMs: lastSuccessAt === null ? null : Math.max(0, now.getTime() - lastSuccessAt.getTime()),
    lastError,
    lastErrorAt: lastErrorAt?.toISOString() ?? null,
  };
}
