import type { RuleFinding, Setting } from "@/lib/domain/timeouts/model";
import type { LintedFleet, UnreadableFleet } from "../report";

const WAIT: Setting = {
  layer: "pool",
  key: "maxWait",
  subject: "orders-api",
  value: { kind: "infinite" },
  source: { kind: "declared", name: "ops/evenkeel.yaml", line: 12, reference: null },
  readAtMs: null,
  assumed: false,
};
const CLIENT: Setting = {
  ...WAIT,
  layer: "proxy",
  key: "clientTimeout",
  subject: "redis",
  value: { kind: "duration", ms: 50_000 },
  source: { kind: "file", name: "ops/deploy/ha proxy.cfg", line: 7, reference: null },
};
const EVICTION: Setting = {
  ...WAIT,
  key: "minEvictableIdle",
  value: { kind: "duration", ms: 1_800_000 },
  source: { kind: "default", name: "Jedis 5.1.0", line: null, reference: "https://example.com/jedis" },
  assumed: true,
};

const WAITS: RuleFinding = {
  rule: "pool-wait-bounded",
  subject: "orders-api",
  state: "broken",
  severity: "critical",
  sentence: "orders-api: the pool lets callers wait for ever",
  consequence: "When all connections are busy, every further request hangs.",
  fix: {
    sentence: "Bound the wait to 1 s",
    code: "config.setMaxWait(\n    Duration.ofSeconds(1));",
    language: "java",
  },
  reference: { title: "Apache Commons Pool", url: "https://example.com/pool" },
  settings: [WAIT],
};
const IDLE: RuleFinding = {
  ...WAITS,
  rule: "idle-below-proxy",
  severity: "warning",
  sentence: "orders-api: nothing ends the silence, but the proxy closes idle clients after 50 s",
  consequence: "The first command after 50 s of quiet fails.",
  fix: null,
  reference: { title: "HAProxy: timeout client", url: null },
  settings: [EVICTION, CLIENT, WAIT],
};
const DEADLINE: RuleFinding = {
  ...WAITS,
  rule: "retry-budget-within-deadline",
  state: "not-evaluated",
  severity: "warning",
  sentence: "Not evaluated, because the request deadline is not known: declare timeouts.requestDeadline",
  consequence: null,
  fix: null,
  settings: [],
};
const HOLDS: RuleFinding = {
  ...DEADLINE,
  rule: "keepalive-on",
  state: "holds",
  sentence: "orders-api: keepalive is on",
};

/** A report with one of everything, whatever the rules say today. */
export const REPORT: LintedFleet = {
  state: "linted",
  hasDiscovered: true,
  fleetFile: "ops/evenkeel.yaml",
  clusters: [
    {
      id: "orders",
      name: "Orders cache",
      line: 2,
      imports: [
        {
          path: "ops/deploy/ha proxy.cfg",
          line: 20,
          format: "HAProxy configuration",
          settingCount: 1,
          failure: null,
          rejects: [3, 4, 5, 6, 8, 9, 10].map((line) => ({
            line,
            text: "timeout chek",
            reason: "not a keyword that is known here",
          })),
        },
        {
          path: "/etc/none.yaml",
          line: 21,
          format: null,
          settingCount: 0,
          failure: "no such file",
          rejects: [],
        },
      ],
      findings: [WAITS, IDLE, DEADLINE, { ...DEADLINE, rule: "pool-budget" }, HOLDS],
      unmatched: ["checkout-api"],
    },
    { id: "sessions", name: "sessions", line: 30, imports: [], findings: [HOLDS], unmatched: [] },
  ],
};

export const UNREADABLE: UnreadableFleet = {
  state: "unreadable",
  fleetFile: "/srv/evenkeel.yaml",
  problems: [
    { line: 4, message: 'clusters[0]: unknown key "proxis"', hint: 'did you mean "proxies"?' },
    { line: null, message: "and 3 more problems", hint: null },
  ],
};
