import type { SkewSweep, VerdictKind } from "@/lib/domain/skew/model";
import type { Scenario } from "./skew-scenario";
import type { World } from "./skew-world";

/** A verdict that is right at a moment. `subjects` null: it is about nobody in particular; several: any of them. */
export interface RightAnswer {
  readonly kind: VerdictKind;
  readonly subjects: readonly string[] | null;
}

export interface Truth {
  /** The effect of the run's kind is there, and large enough to be seen by who counts everything. */
  readonly isThere: boolean;
  readonly right: readonly RightAnswer[];
  /** For reading results. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** What "there" means. */
const HEAVY_RATIO = 1.3;
const LEAST_SIGMAS = 5;
const LEAST_ARRIVALS = 60;
const LEAST_CLOSES = 15;
/**
 * Below these, not knowing is no mistake either: the test decides in fewer than four of five such cases. Even arrivals
 * (90 % interval within 0.8 to 1.25): (1.645 + 1.28) / √n ≤ ln 1.25. Uneven ones (95 % interval beyond 1.15): see `isClear`.
 */
const EVEN_ARRIVALS = 172;
const CLEAR_DEVIATIONS = 1.96 + 0.84;
const DRIFT_HAZARD_RATIO = 0.6;
const EVEN_RATIOS = [0.87, 1.15] as const;
const CHANCE_SIGMAS = 2;
const LEAST_FAIR = 12;
const HOT_LOAD_RATIO = 1.5;
const HOT_SHARE = 0.5;
/** A run is about hot connections when it is beyond both by this; another that comes as near may be called so too. */
const HOT_MARGIN = 0.1;
const MEAN_OF = 3;
const LOAD_SWEEPS = 6;

/** Follows a run with full knowledge: what was done to it, and every connection. */
export class TruthKeeper {
  /** Of those that at least two sweeps listed: fewer tell nothing apart from a health check. */
  private readonly opened: Float64Array;
  private readonly closed: Float64Array;
  private readonly exposureSec: Float64Array;
  private seen = 0;
  private unseen = 0;
  private readonly counts: number[][] = [];
  private readonly loads: Float64Array[] = [];
  private hotShare = 0;
  private countBeforeFault = 0;
  private openedBefore: number | null = null;

  constructor(
    private readonly scenario: Scenario,
    private readonly world: World,
  ) {
    this.opened = new Float64Array(scenario.proxies);
    this.closed = new Float64Array(scenario.proxies);
    this.exposureSec = new Float64Array(scenario.proxies);
  }

  note(sweep: SkewSweep): void {
    const { faultAtMs, passers, groups, subjects } = this.scenario;
    const { connections } = this.world.fleet;
    if (sweep.node === "node-0") {
      this.counts.push(Array.from(connections.openAt));
      this.loads.push(connections.commandsAt.slice());
      if (this.counts.length > MEAN_OF) this.counts.shift();
      if (this.loads.length > LOAD_SWEEPS) this.loads.shift();
    }
    this.noteBusiest(sweep);
    if (faultAtMs === null || sweep.atMs <= faultAtMs) {
      this.countBeforeFault = connections.openAt[subjects[0] ?? 0] ?? 0;
      this.openedBefore = sumOf(connections.openedAt);
      return;
    }
    this.openedBefore ??= sumOf(connections.openedAt);
    this.unseen += sweep.unattributed ?? 0;
    const passing = new Set(passers.map(({ group }) => groups[group]));
    for (const cell of sweep.cells) {
      this.seen += cell.opened;
      if (cell.proxy === null || passing.has(cell.group)) continue;
      const proxy = Number(cell.proxy.slice("proxy-".length));
      const once = cell.profile?.closedOnce ?? 0;
      add(this.opened, proxy, cell.opened - once);
      add(this.closed, proxy, cell.closed - once);
      add(this.exposureSec, proxy, sumOf(cell.profile?.exposureSec ?? []));
    }
  }

  /** Share of the commands that the busiest twentieth carries, of late. */
  private noteBusiest({ cells }: SkewSweep): void {
    const commands = sumOf(cells.map((cell) => cell.commands ?? 0));
    const busiest = sumOf(cells.map((cell) => cell.profile?.busiest?.commands ?? 0));
    if (commands > 0) this.hotShare += 0.3 * (busiest / commands - this.hotShare);
  }

  ask(nowMs: number): Truth {
    const { kind, faultAtMs } = this.scenario;
    const hot = this.hotProxies(1 + HOT_MARGIN);
    const nearlyHot = this.hotProxies(1 - HOT_MARGIN);
    const also: RightAnswer[] =
      nearlyHot.length === 0 ? [] : [{ kind: "hot-connections", subjects: nearlyHot }];
    const sinceMs = nowMs - (faultAtMs ?? 0);
    const isThere = this.counts.length >= MEAN_OF && sinceMs > 0 && this.isThere(kind, sinceMs, hot);
    const own = this.answersOf(kind);
    return {
      isThere,
      right: [...own, ...also.filter((answer) => answer.kind !== kind)],
      numbers: this.numbers(),
    };
  }

  private isThere(kind: VerdictKind, sinceMs: number, hot: readonly string[]): boolean {
    const { subjects, sweepMs, form } = this.scenario;
    const [subject = 0] = subjects;
    switch (kind) {
      case "lifo-drift":
        return subjects.every((at) => this.hasDrifted(at)) && this.hasEvents(subject);
      case "uneven-arrivals":
        return subjects.every((at) => this.isOff(at)) && this.hasArrivals(subject);
      case "proxy-restarted":
        return sinceMs > 2 * sweepMs && this.countBeforeFault >= 14;
      case "proxy-added":
        return subjects.every((at) => this.expectedArrivals(at) >= 20 && this.count(at) >= 5);
      case "leak":
        return this.leakedLong() >= Math.max(12, 0.1 * this.leakable());
      case "hot-connections":
        return hot.length > 0;
      case "balanced":
        return this.scenario.weights.every((_, at) => {
          return this.fairOf(at) * this.meanTotal() >= LEAST_FAIR && !this.isOff(at);
        });
      case "insufficient-data":
        if (form === "few connections") return true;
        if (form === "just begun") return this.isOff(subject) && !this.hasEvents(subject);
        return this.isOff(subject);
    }
  }

  private answersOf(kind: VerdictKind): RightAnswer[] {
    const { subjects, form } = this.scenario;
    const names = subjects.length === 0 ? null : subjects.map((at) => this.nameOf(at));
    const balanced: RightAnswer = { kind: "balanced", subjects: null };
    const drift: RightAnswer = { kind: "lifo-drift", subjects: names };
    switch (kind) {
      case "proxy-restarted":
      case "proxy-added":
        return subjects.every((at) => this.isEven(at))
          ? [{ kind, subjects: names }, balanced]
          : [{ kind, subjects: names }];
      case "leak":
        return form === "slow proxy, lifo" ? [{ kind, subjects: names }, drift] : [{ kind, subjects: names }];
      case "insufficient-data":
        return form === "just begun" ? [{ kind, subjects: null }, drift] : [{ kind, subjects: null }];
      case "hot-connections":
        return [{ kind, subjects: this.hotProxies(1 - HOT_MARGIN) }];
      case "lifo-drift":
        return this.orUnknown(
          { kind, subjects: names },
          subjects.every((at) => this.expectedArrivals(at) >= EVEN_ARRIVALS),
        );
      case "uneven-arrivals":
        return this.orUnknown(
          { kind, subjects: names },
          subjects.every((at) => this.isClear(at)),
        );
      case "balanced":
        return [{ kind, subjects: names }];
    }
  }

  private orUnknown(answer: RightAnswer, isKnowable: boolean): RightAnswer[] {
    return isKnowable ? [answer] : [answer, { kind: "insufficient-data", subjects: null }];
  }

  /** So uneven that its interval lies beyond 1.15 (or 0.87) in four of five cases. */
  private isClear(at: number): boolean {
    const arrivals = this.opened[at] ?? 0;
    const deviation = Math.abs(
      Math.log(Math.max(1, arrivals) / Math.max(1, sumOf(this.opened) * this.fairOf(at))),
    );
    return (deviation - Math.log(EVEN_RATIOS[1])) * Math.sqrt(Math.max(0, arrivals)) >= CLEAR_DEVIATIONS;
  }

  private numbers(): Truth["numbers"] {
    const [subject = 0] = this.scenario.subjects;
    return {
      connections: sumOf(this.counts.at(-1) ?? []),
      ratio: this.ratio(subject),
      hazardRatio: this.hazardRatio(subject),
      arrivals: this.opened[subject] ?? 0,
      arrivalsExpected: this.expectedArrivals(subject),
      closesExpected: this.expectedCloses(subject),
      coverage: this.coverage(),
      leakedLong: this.leakedLong(),
      hotShare: this.hotShare,
    };
  }

  private hasDrifted(at: number): boolean {
    return this.ratio(at) >= HEAVY_RATIO && this.isOff(at) && this.hazardRatio(at) <= DRIFT_HAZARD_RATIO;
  }

  private isOff(at: number): boolean {
    const fair = this.fairOf(at) * this.meanTotal();
    const ratio = this.ratio(at);
    const isFar = ratio >= HEAVY_RATIO || ratio <= 1 / HEAVY_RATIO;
    return isFar && Math.abs(this.count(at) - fair) >= LEAST_SIGMAS * Math.sqrt(fair);
  }

  /** Even, or what is left of the imbalance is no more than chance leaves in any fleet. */
  private isEven(at: number): boolean {
    const ratio = this.ratio(at);
    const fair = this.fairOf(at) * this.meanTotal();
    const isWithin = ratio >= EVEN_RATIOS[0] && ratio <= EVEN_RATIOS[1];
    return isWithin || Math.abs(this.count(at) - fair) < CHANCE_SIGMAS * Math.sqrt(fair);
  }

  private hasEvents(at: number): boolean {
    return this.hasArrivals(at) && this.expectedCloses(at) >= LEAST_CLOSES;
  }

  private hasArrivals(at: number): boolean {
    const isCovered = this.scenario.hasCounters || this.coverage() >= 0.5;
    return isCovered && this.expectedArrivals(at) >= LEAST_ARRIVALS;
  }

  private expectedArrivals(at: number): number {
    const counted = sumOf(this.world.fleet.connections.openedAt) - (this.openedBefore ?? 0);
    return Math.max(sumOf(this.opened), this.scenario.hasCounters ? counted : 0) * this.fairOf(at);
  }

  private expectedCloses(at: number): number {
    return sumOf(this.closed) * ((this.exposureSec[at] ?? 0) / Math.max(1, sumOf(this.exposureSec)));
  }

  private coverage(): number {
    return this.seen / Math.max(1, this.seen + this.unseen);
  }

  private hazardRatio(at: number): number {
    const own = (this.closed[at] ?? 0) / Math.max(1, this.exposureSec[at] ?? 0);
    const closed = sumOf(this.closed) - (this.closed[at] ?? 0);
    const others = closed / Math.max(1, sumOf(this.exposureSec) - (this.exposureSec[at] ?? 0));
    return others === 0 ? 1 : own / others;
  }

  /** Declared weight in that of all. */
  private fairOf(at: number): number {
    return (this.scenario.weights[at] ?? 0) / sumOf(this.scenario.weights);
  }

  private count(at: number): number {
    return sumOf(this.counts.map((counts) => counts[at] ?? 0)) / Math.max(1, this.counts.length);
  }

  private meanTotal(): number {
    return sumOf(this.counts.map(sumOf)) / Math.max(1, this.counts.length);
  }

  private ratio(at: number): number {
    return this.count(at) / Math.max(1, this.fairOf(at) * this.meanTotal());
  }

  private hotProxies(margin: number): string[] {
    const first = this.loads[0];
    const last = this.loads.at(-1);
    if (first === undefined || last === undefined || this.hotShare < margin * HOT_SHARE) return [];
    const load = last.map((commands, at) => commands - (first[at] ?? 0));
    const all = sumOf(load);
    return Array.from(load.keys())
      .filter((at) => (load[at] ?? 0) >= margin * HOT_LOAD_RATIO * this.fairOf(at) * all)
      .map((at) => this.nameOf(at));
  }

  /** Lost ones that lie idle for longer than any idle connection that is not lost. */
  private leakedLong(): number {
    const { connections, leaked } = this.world.fleet;
    const longMs = Math.max(60_000, 3 * (this.scenario.pools[0]?.evictIdleMs ?? 0));
    const { nowMs } = this.world;
    let count = 0;
    for (const slot of leaked) {
      if (connections.isOpen(slot) && nowMs - (connections.usedAtMs[slot] ?? 0) > longMs) count++;
    }
    return count;
  }

  /** Connections of the group that leaks, where it leaks. */
  private leakable(): number {
    const { group, subjects } = this.scenario;
    const { connections } = this.world.fleet;
    let count = 0;
    for (const open of connections.open) {
      for (const slot of open) {
        const isThere = subjects.length === 0 || subjects.includes(connections.proxy[slot] ?? -1);
        if (isThere && connections.group[slot] === group) count++;
      }
    }
    return count;
  }

  private nameOf(at: number): string {
    return this.world.proxyNames[at] ?? "";
  }
}

function add(counts: Float64Array, at: number, count: number): void {
  counts[at] = (counts[at] ?? 0) + count;
}

function sumOf(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < counts.length; at++) sum += counts[at] ?? 0;
  return sum;
}
