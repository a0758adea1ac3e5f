/** Of older and burstable types, whose names do not follow the rule. Source: "Amazon ElastiCache pricing", node types. */
const EXCEPTIONS: Readonly<Record<string, number>> = {
  "t1.micro": 1,
  "t2.micro": 1,
  "t2.small": 1,
  "m1.small": 1,
  "m1.medium": 1,
  "m3.medium": 1,
  "m2.xlarge": 2,
  "m2.2xlarge": 4,
  "m2.4xlarge": 8,
  "c1.xlarge": 8,
};

const SMALL: Readonly<Record<string, number>> = { micro: 2, small: 2, medium: 2, large: 2, xlarge: 4 };

/** vCPUs of a node type, "cache.r7g.2xlarge" → 8; null: a name that says nothing. */
export function vcpusOf(nodeType: string | null): number | null {
  const [, family, size] = /^cache\.([a-z]\w*)\.(\w+)$/.exec(nodeType ?? "") ?? [];
  if (family === undefined || size === undefined) return null;
  const known = EXCEPTIONS[`${family}.${size}`] ?? SMALL[size];
  if (known !== undefined) return known;
  const times = /^(\d{1,2})xlarge$/.exec(size)?.[1];
  return times === undefined || Number(times) === 0 ? null : Number(times) * 4;
}
