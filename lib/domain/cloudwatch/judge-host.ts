import { inPlural } from "../findings/wording";
import type { JudgedSubject } from "./judged-subject";
import { type Held, holdingLevel, type Level, type Readings } from "./levels";
import type { MetricSignal } from "./model";
import { SIGNALS, SWAP_BYTES } from "./signal-rules";
import { inSpanOf, inUnit, signalOf } from "./signal-words";
import { vcpusOf } from "./vcpus";

/** Up to so many vCPUs, AWS says, the host's CPU is to be watched; beyond, the engine's thread. */
const SMALL_VCPUS = 2;

/** The thread's own CPU: on nodes with more than two vCPUs, and where the size is not known. */
export function judgeEngineCpu(subject: JudgedSubject): MetricSignal[] {
  const vcpus = vcpusOf(subject.nodeType);
  const readings = subject.readings("EngineCPUUtilization");
  if (readings === null || (vcpus !== null && vcpus <= SMALL_VCPUS)) return [];
  const held = holdingLevel(SIGNALS["engine-cpu"].levels, readings);
  if (held === null) return [];
  const host = newestOf(subject.readings("CPUUtilization"));
  const beside = host === null ? "" : `; all of the host's CPU is at ${inUnit(host, "percent")}`;
  const what = `keeps its engine's thread up to ${inUnit(held.worst, "percent")} busy, ${inSpanOf(held)}${beside}`;
  return [signalOf("engine-cpu", subject.subject, "EngineCPUUtilization", held, what)];
}

/** The host's CPU: the limit is a core's share of it where there are one or two, else all of it. */
export function judgeHostCpu(subject: JudgedSubject): MetricSignal[] {
  const readings = subject.readings("CPUUtilization");
  if (readings === null) return [];
  const vcpus = vcpusOf(subject.nodeType);
  const cores = vcpus !== null && vcpus <= SMALL_VCPUS ? vcpus : 1;
  const levels = SIGNALS["host-cpu"].levels.map((level) => ({ ...level, atLeast: level.atLeast / cores }));
  const held = holdingLevel(levels, readings);
  if (held === null) return [];
  const engine = newestOf(subject.readings("EngineCPUUtilization"));
  const size = vcpus === null ? "" : `${inPlural(vcpus, "vCPU")}, `;
  const beside = engine === null ? "" : `; the engine's thread is at ${inUnit(engine, "percent")}`;
  const what = `keeps its host's CPU up to ${inUnit(held.worst, "percent")} busy (${size}limit ${inUnit(held.level.atLeast, "percent")}), ${inSpanOf(held)}${beside}`;
  return [signalOf("host-cpu", subject.subject, "CPUUtilization", held, what)];
}

/** More swapped out than the host has free is memory pressure, however little it is. */
export function judgeSwap(subject: JudgedSubject): MetricSignal[] {
  const readings = subject.readings("SwapUsage");
  if (readings === null) return [];
  const held = holdingLevel(SIGNALS.swap.levels, readings);
  if (held === null) return [];
  const free = newestOf(subject.readings("FreeableMemory"));
  const isPressed = free !== null && held.newest > free && held.newest >= SWAP_BYTES;
  const state = isPressed ? "warning" : held.level.state;
  const beside = free === null ? "" : `; the host can free ${inUnit(free, "bytes")}`;
  const what = `has up to ${inUnit(held.worst, "bytes")} swapped out, ${inSpanOf(held)}${beside}`;
  return [signalOf("swap", subject.subject, "SwapUsage", withState(held, state), what)];
}

/** Full, and known to evict nothing: then it refuses writes. */
const FULL_PERCENT = 99.5;

export function judgeMemory(subject: JudgedSubject): MetricSignal[] {
  const readings = subject.readings("DatabaseMemoryUsagePercentage");
  if (readings === null) return [];
  const full: Level = { state: "critical", atLeast: FULL_PERCENT, minutes: 3, within: 5 };
  const levels = evictsNothing(subject.readings("Evictions")) ? [full] : [];
  const held = holdingLevel([...levels, ...SIGNALS.memory.levels], readings);
  if (held === null) return [];
  const refused = held.level === full ? "; nothing is evicted, so writes are refused" : "";
  const what = `uses up to ${inUnit(held.worst, "percent")} of maxmemory, ${inSpanOf(held)}${refused}`;
  return [signalOf("memory", subject.subject, "DatabaseMemoryUsagePercentage", held, what)];
}

function evictsNothing(evictions: Readings | null): boolean {
  return evictions?.values.slice(-5).every((value) => value === 0) ?? false;
}

function newestOf(readings: Readings | null): number | null {
  return readings?.values.at(-1) ?? null;
}

function withState(held: Held, state: MetricSignal["state"]): Held {
  return { ...held, level: { ...held.level, state } };
}
