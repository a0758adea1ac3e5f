import type { Setting, SettingValue } from "../model";
import type { StackKind } from "../stack";
import { count, type DefaultValue, documented, flag, seconds, UNSET } from "./default-value";

const ELASTICACHE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html";
const REDIS_CONF = "https://github.com/redis/redis/blob/7.4/redis.conf";
const NLB = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html";
const NAT_GATEWAY = "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html";
const CONNTRACK =
  "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html";
const IPVS = "https://github.com/torvalds/linux/blob/master/net/netfilter/ipvs/ip_vs_proto_tcp.c";
const PROBES =
  "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/";
const POD_LIFECYCLE = "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/";
const FAILOVER = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html";

export interface NetworkKnown {
  readonly name: string;
  readonly idleMs: number;
  /** reset: a late packet is answered, and the client learns at once. silence: it is dropped, and the client waits. */
  readonly ends: "reset" | "silence";
  readonly reference: string;
}

/** Devices on the way that forget idle flows, unless they are told otherwise. */
export const NETWORK_KNOWNS: readonly NetworkKnown[] = [
  { name: "Network Load Balancer", idleMs: 350_000, ends: "reset", reference: NLB },
  { name: "NAT gateway", idleMs: 350_000, ends: "reset", reference: NAT_GATEWAY },
  { name: "connection tracking, Nitro v6 instances", idleMs: 350_000, ends: "silence", reference: CONNTRACK },
  {
    name: "connection tracking, other instances",
    idleMs: 432_000_000,
    ends: "silence",
    reference: CONNTRACK,
  },
  { name: "IPVS", idleMs: 900_000, ends: "silence", reference: IPVS },
];

/** 65,000 connections are ElastiCache's fixed limit; idle clients are kept, keepalive probes go out after 300 s. */
const ELASTICACHE_SERVER = documented(ELASTICACHE, "server", {
  timeout: UNSET,
  tcpKeepalive: seconds(300),
  maxclients: count(65_000),
});

const REDIS_SERVER = documented(REDIS_CONF, "server", {
  timeout: UNSET,
  tcpKeepalive: seconds(300),
  maxclients: count(10_000),
  tcpBacklog: count(511),
  clusterNodeTimeout: seconds(15),
  replTimeout: seconds(60),
  replPingPeriod: seconds(10),
  appendonly: flag(false),
});

const BUDGET = documented(FAILOVER, "failover-budget", { planned: seconds(5), forced: seconds(40) });

const PROBE = { Period: seconds(10), Timeout: seconds(1), FailureThreshold: count(3) } as const;

/** Defaults that do not depend on a client library, for what is known to be there. */
export function platformDefaults(settings: readonly Setting[], kind: StackKind): Setting[] {
  const server = kind === "elasticache" ? ELASTICACHE_SERVER : REDIS_SERVER;
  const serverName = kind === "elasticache" ? "ElastiCache" : "redis.conf";
  const subjectsOf = (isMeant: (setting: Setting) => boolean) => [
    ...new Set(settings.filter(isMeant).map(({ subject }) => subject)),
  ];
  return [
    ...server.map((value) => assumed(value, null, serverName)),
    ...BUDGET.map((value) => assumed(value, null, "usual failover")),
    ...subjectsOf(({ layer }) => layer === "load-balancer").map((subject) =>
      assumed(
        { layer: "load-balancer", key: "idle", value: seconds(350), reference: NLB },
        subject,
        "NLB default",
      ),
    ),
    ...subjectsOf(({ layer, key }) => layer === "pod" && isOfManifest(key)).map((subject) =>
      assumed(
        { layer: "pod", key: "terminationGrace", value: seconds(30), reference: POD_LIFECYCLE },
        subject,
        "Kubernetes default",
      ),
    ),
    ...(["liveness", "readiness"] as const).flatMap((probe) =>
      subjectsOf(
        ({ layer, key, value }) => layer === "pod" && key.startsWith(probe) && value.kind !== "unset",
      ).flatMap((subject) =>
        Object.entries(PROBE).map(([key, value]: [string, SettingValue]) =>
          assumed(
            { layer: "pod", key: `${probe}${key}`, value, reference: PROBES },
            subject,
            "Kubernetes default",
          ),
        ),
      ),
    ),
  ];
}

/** Keys that only a manifest of Kubernetes has; how many pods there are may be declared of anything. */
function isOfManifest(key: string): boolean {
  return /^(liveness|readiness|preStop|terminationGrace)/.test(key);
}

function assumed(value: DefaultValue, subject: string | null, name: string): Setting {
  return {
    layer: value.layer,
    key: value.key,
    subject,
    value: value.value,
    source: { kind: "default", name, line: null, reference: value.reference },
    readAtMs: null,
    assumed: true,
  };
}
