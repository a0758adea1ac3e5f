import type { SkewProxyReport } from "@/lib/domain/skew/model";
import type { Fleet } from "./skew-fleet";

const PINGS = 10;

/** Reads one proxy's counters and pings through it, as the collector would see them. */
export class ProxyStatistics {
  private opened: number;
  private closed: number;
  private atMs: number | null = null;
  /** Null: nobody answers. */
  private upSinceMs: number | null;
  private hasRestarted = false;

  constructor(
    private readonly proxy: number,
    private readonly name: string,
    private readonly fleet: Fleet,
    startedMs: number,
  ) {
    this.opened = fleet.connections.openedAt[proxy] ?? 0;
    this.closed = fleet.connections.closedAt[proxy] ?? 0;
    this.upSinceMs = startedMs;
  }

  /** Its process ends: counters begin anew with the next. */
  stop(): void {
    this.upSinceMs = null;
    this.hasRestarted = true;
  }

  begin(atMs: number): void {
    this.upSinceMs = atMs;
    this.opened = this.fleet.connections.openedAt[this.proxy] ?? 0;
    this.closed = this.fleet.connections.closedAt[this.proxy] ?? 0;
  }

  report(atMs: number, hasCounters: boolean, hasLatency: boolean): SkewProxyReport {
    const isUp = this.upSinceMs !== null;
    const latency = hasLatency ? this.ping(isUp) : null;
    const step = hasCounters && isUp ? this.step(atMs) : null;
    return { proxy: this.name, atMs, step, latency };
  }

  private step(atMs: number): SkewProxyReport["step"] {
    const { connections } = this.fleet;
    const openedTotal = connections.openedAt[this.proxy] ?? 0;
    const closedTotal = connections.closedAt[this.proxy] ?? 0;
    const isFirst = this.atMs === null;
    const restarted = this.hasRestarted && !isFirst;
    const step = {
      atMs,
      spanMs: isFirst || restarted ? null : atMs - (this.atMs ?? atMs),
      restarted,
      connections: connections.openAt[this.proxy] ?? 0,
      opened: isFirst ? null : openedTotal - this.opened,
      closed: isFirst ? null : closedTotal - this.closed,
      requests: null,
      bytesIn: null,
      bytesOut: null,
      backConnections: null,
      uptimeSec: Math.floor((atMs - (this.upSinceMs ?? atMs)) / 1000),
    };
    this.opened = openedTotal;
    this.closed = closedTotal;
    this.atMs = atMs;
    this.hasRestarted = false;
    return step;
  }

  private ping(isUp: boolean): SkewProxyReport["latency"] {
    if (!isUp) {
      return { sent: PINGS, failed: PINGS, minMs: null, medianMs: null, maxMs: null, answeredBy: "unknown" };
    }
    const { random, latencyMs } = this.fleet;
    const pings = Array.from({ length: PINGS }, () => (latencyMs[this.proxy] ?? 0) + random.exponential(0.2));
    pings.sort((a, b) => a - b);
    const medianMs = pings[PINGS / 2] ?? null;
    return {
      sent: PINGS,
      failed: 0,
      minMs: pings[0] ?? null,
      medianMs,
      maxMs: pings[PINGS - 1] ?? null,
      answeredBy: "redis",
    };
  }
}
