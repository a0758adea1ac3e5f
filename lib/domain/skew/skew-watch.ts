import { assess } from "./assess";
import { FIELD } from "./block";
import { createBlockHistory, GRACE_MS } from "./block-history";
import { noteRestart } from "./events";
import type { SkewBy, SkewProxyReport, SkewSweep, SkewWatch } from "./model";
import { addCell, addStep, addTo, type OpenBlock } from "./open-block";

/**
 * Follows one cluster's proxies (or nodes, or zones). Sweeps of several nodes and readings of proxies come unaligned and
 * are gathered into blocks of ten seconds, or of one sweep interval where that is longer. Feed in the order of time over
 * all nodes: a block is closed two seconds after its end, and what comes later counts for the block that is open then.
 */
export function createSkewWatch(options: {
  readonly by: SkewBy;
  readonly sweepIntervalMs: number;
}): SkewWatch {
  const { by } = options;
  const history = createBlockHistory(by, options.sweepIntervalMs);
  const { subjects, levels, tracks } = history;
  const runs = new Map<string, string>();

  function slotOf(sweep: SkewSweep, proxy: string | null): number | undefined {
    const member = by === "node" ? sweep.node : proxy;
    const slot = member === null ? undefined : subjects.slotOf(member);
    const state = slot === undefined ? undefined : subjects.slots[slot];
    // What Redis sees of a multiplexing proxy says nothing of who is connected to it.
    return state?.kind === "multiplexing" ? undefined : slot;
  }

  function addSweep(block: OpenBlock, sweep: SkewSweep, spanSec: number): void {
    block.sweeps++;
    if (sweep.unattributed !== null) block.unseen = (block.unseen ?? 0) + sweep.unattributed;
    for (const cell of sweep.cells) {
      const slot = slotOf(sweep, cell.proxy);
      if (slot === undefined) continue;
      const before = levels.before(sweep.node, sweep.runId, slot, cell.group);
      addCell(block, slot, cell, before, spanSec);
      if (cell.commands !== null) addTo(block, slot, FIELD.commands, cell.commands);
      tracks.add(slot, cell, sweep.atMs);
    }
  }

  return {
    setSubjects: (declared, atMs) => subjects.declare(declared, atMs),
    sweep(sweep) {
      history.closeUntil(sweep.atMs - GRACE_MS);
      const block = history.blockAt(sweep.atMs);
      const run = runs.get(sweep.node);
      runs.set(sweep.node, sweep.runId);
      if (by === "node" && run !== undefined && run !== sweep.runId) {
        const state = subjects.slots[subjects.slotOf(sweep.node) ?? -1];
        if (state) noteRestart(state, sweep.atMs, null);
      }
      // A baseline or a gap: nothing in it can be placed in time, but what is open is open.
      if (sweep.previousAtMs !== null && !sweep.isGap) {
        addSweep(block, sweep, (sweep.atMs - sweep.previousAtMs) / 1000);
      }
      levels.replace(sweep, (proxy) => slotOf(sweep, proxy));
    },
    proxy(report) {
      history.closeUntil(report.atMs - GRACE_MS);
      addReport(report);
    },
    assess(nowMs) {
      history.closeUntil(nowMs - GRACE_MS);
      return assess(by, history, nowMs);
    },
  };

  function addReport(report: SkewProxyReport): void {
    const slot = by === "node" ? undefined : subjects.slotOf(report.proxy);
    const state = slot === undefined ? undefined : subjects.slots[slot];
    if (slot === undefined || !state) return;
    const { step, latency, proxy } = report;
    if (latency !== null && latency.medianMs !== null) {
      state.latency.set(proxy, { atMs: report.atMs, medianMs: latency.medianMs });
    }
    if (step === null) return;
    const before = state.counters.get(proxy)?.connections ?? null;
    if (step.restarted && by === "proxy") noteRestart(state, step.atMs, before);
    addStep(history.blockAt(step.atMs), slot, step, step.restarted ? null : before, state.members.length);
    const beganMs = step.uptimeSec === null ? null : step.atMs - step.uptimeSec * 1000;
    state.counters.set(proxy, { atMs: step.atMs, connections: step.connections, beganMs });
  }
}
