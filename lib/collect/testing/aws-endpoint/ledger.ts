import type { AwsCounts, AwsFault, FaultMatch } from "./model";

interface RegionCounts {
  readonly calls: Map<string, number>;
  metricsRequested: number;
}

/** Which faults are set, and what was asked for. */
export class CallLedger {
  private faults: { readonly match: FaultMatch; readonly fault: AwsFault }[] = [];
  private readonly regions = new Map<string, RegionCounts>();

  setFault(match: FaultMatch, fault: AwsFault | "none"): void {
    const others = this.faults.filter(
      (known) => known.match.operation !== match.operation || known.match.region !== match.region,
    );
    this.faults = fault === "none" ? others : [...others, { match, fault }];
  }

  clearFaults(): void {
    this.faults = [];
  }

  faultOf(operation: string, region: string): AwsFault | null {
    const fault = this.faults.findLast(
      ({ match }) => (match.operation ?? operation) === operation && (match.region ?? region) === region,
    );
    return fault?.fault ?? null;
  }

  countCall(operation: string, region: string): void {
    const { calls } = this.regionCounts(region);
    calls.set(operation, (calls.get(operation) ?? 0) + 1);
  }

  countMetrics(region: string, metrics: number): void {
    this.regionCounts(region).metricsRequested += metrics;
  }

  counts(region: string | null): AwsCounts {
    const calls: Record<string, number> = {};
    let metricsRequested = 0;
    for (const [name, counted] of this.regions) {
      if (region !== null && name !== region) continue;
      for (const [operation, count] of counted.calls) calls[operation] = (calls[operation] ?? 0) + count;
      metricsRequested += counted.metricsRequested;
    }
    return { calls, metricsRequested };
  }

  resetCounts(): void {
    this.regions.clear();
  }

  private regionCounts(region: string): RegionCounts {
    const counts = this.regions.get(region) ?? { calls: new Map(), metricsRequested: 0 };
    this.regions.set(region, counts);
    return counts;
  }
}
