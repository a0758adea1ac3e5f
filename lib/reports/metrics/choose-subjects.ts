/** A node, a group or a cache that series are about: under what CloudWatch calls it, under its address, or both. */
export interface MetricSubject {
  /** What CloudWatch calls it; null: CloudWatch does not know it. */
  readonly name: string | null;
  /** Null: it is not watched. */
  readonly address: string | null;
  readonly hasSignal: boolean;
  /** Null: never counted. */
  readonly connections: number | null;
}

/** Those with signals first, then the largest: a large fleet's page must hold those that somebody looks for. */
export function chooseSubjects(subjects: readonly MetricSubject[], most: number): MetricSubject[] {
  const named = ({ name, address }: MetricSubject) => name ?? address ?? "";
  return [...subjects]
    .sort(
      (left, right) =>
        Number(right.hasSignal) - Number(left.hasSignal) ||
        (right.connections ?? -1) - (left.connections ?? -1) ||
        named(left).localeCompare(named(right)),
    )
    .slice(0, most);
}
