import type { CountLookup, DurationLookup, Unknown } from "./lookup";
import type { Setting } from "./model";

/** U+202F: stands between a number and its unit; a line never breaks there. */
const THIN = "\u202f";

const UNITS = [
  { ms: 86_400_000, name: "d", from: 2 * 86_400_000 },
  { ms: 3_600_000, name: "h", from: 7_200_000 },
  { ms: 60_000, name: "min", from: 600_000 },
] as const;

/** 500 → "500 ms", 1500 → "1.5 s", 350_000 → "350 s", 1_800_000 → "30 min"; exact: never rounded away. */
export function inMs(ms: number): string {
  if (ms === Number.POSITIVE_INFINITY) return "for ever";
  if (ms > 0 && ms < 1000) return `${Number(ms.toFixed(3))}${THIN}ms`;
  const unit = UNITS.find(({ ms: size, from }) => ms >= from && ms % size === 0);
  if (unit !== undefined) return `${ms / unit.ms}${THIN}${unit.name}`;
  return `${Number((ms / 1000).toFixed(3))}${THIN}s`;
}

/** "10 s", "10 s (assumed: Jedis 5)", "none", "not known" */
export function saidMs(lookup: DurationLookup): string {
  switch (lookup.state) {
    case "duration":
      return inMs(lookup.ms) + assumption(lookup.setting);
    case "infinite":
      return `for ever${assumption(lookup.setting)}`;
    case "unset":
      return `none${assumption(lookup.setting)}`;
    case "unknown":
      return "not known";
  }
}

export function saidCount(lookup: CountLookup): string {
  switch (lookup.state) {
    case "count":
      return lookup.count.toLocaleString("en-US") + assumption(lookup.setting);
    case "infinite":
    case "unset":
      return `unlimited${assumption(lookup.setting)}`;
    case "unknown":
      return "not known";
  }
}

export function assumption({ assumed, source }: Setting): string {
  return assumed ? ` (assumed: ${source.name})` : "";
}

interface Naming {
  readonly name: string;
  /** How it becomes known: a key of the client group in the fleet file, or what to do. */
  readonly provide: { readonly key: string } | string;
}

const declare = (key: string) => ({ key });

const MANIFEST = "import the workload's Kubernetes manifest";
const SERVER = "let the monitoring user read CONFIG GET, or import redis.conf";
const PROXY = "import the proxy's configuration (haproxy.cfg, twemproxy YAML, Envoy YAML)";

/** Names of settings in sentences, and what to do where one is missing. */
const NAMINGS: Readonly<Record<string, Naming>> = {
  "request.deadline": { name: "the request deadline", provide: declare("timeouts.requestDeadline") },
  "pod.livenessPeriod": { name: "the liveness probe's period", provide: MANIFEST },
  "pod.livenessFailureThreshold": { name: "the liveness probe's failure threshold", provide: MANIFEST },
  "pod.livenessTouchesRedis": {
    name: "whether the liveness probe touches Redis",
    provide: declare("pods.livenessTouchesRedis"),
  },
  "pod.readinessPeriod": { name: "the readiness probe's period", provide: MANIFEST },
  "pod.readinessFailureThreshold": { name: "the readiness probe's failure threshold", provide: MANIFEST },
  "pod.readinessTouchesRedis": {
    name: "whether the readiness probe touches Redis",
    provide: declare("pods.readinessTouchesRedis"),
  },
  "pod.terminationGrace": { name: "the termination grace period", provide: MANIFEST },
  "pod.preStopSleep": { name: "the preStop wait", provide: MANIFEST },
  "pod.podsMax": { name: "the largest number of pods", provide: declare("pods.max") },
  "pod.podsSurge": { name: "the surge of a rollout", provide: declare("pods.surge") },
  "pod.processesPerPod": { name: "the number of processes in a pod", provide: declare("pods.processes") },
  "pool.maxWait": { name: "the pool's max wait", provide: declare("pool.maxWait") },
  "pool.maxTotal": { name: "the pool's size", provide: declare("pool.maxTotal") },
  "pool.minEvictableIdle": { name: "the pool's idle eviction", provide: declare("pool.minEvictableIdle") },
  "pool.evictionPeriod": { name: "the eviction period", provide: declare("pool.evictionPeriod") },
  "pool.testsPerEvictionRun": {
    name: "the tests of an eviction run",
    provide: declare("pool.testsPerEvictionRun"),
  },
  "pool.maxLifetime": { name: "the connections' max lifetime", provide: declare("pool.maxLifetime") },
  "pool.testWhileIdle": { name: "test-while-idle", provide: declare("pool.testWhileIdle") },
  "pool.order": { name: "the pool's order (LIFO or FIFO)", provide: declare("pool.order") },
  "client.connectTimeout": { name: "the connect timeout", provide: declare("timeouts.connect") },
  "client.commandTimeout": { name: "the command timeout", provide: declare("timeouts.command") },
  "client.commandTimeoutScope": {
    name: "the scope of the command timeout (per-try or total)",
    provide: declare("timeouts.commandScope"),
  },
  "client.commandTimeoutClosesSocket": {
    name: "whether a command timeout closes the socket",
    provide: declare("timeouts.commandClosesSocket"),
  },
  "client.retries": { name: "the number of retries", provide: declare("timeouts.retries") },
  "client.backoffBase": { name: "the base of the backoff", provide: declare("timeouts.backoffBase") },
  "client.backoffCap": { name: "the cap of the backoff", provide: declare("timeouts.backoffCap") },
  "client.backoffJitter": {
    name: "whether the backoff has jitter",
    provide: declare("timeouts.backoffJitter"),
  },
  "client.healthCheckInterval": {
    name: "the health-check interval",
    provide: declare("timeouts.healthCheckInterval"),
  },
  "client.healthCheckTimeout": {
    name: "the health check's timeout",
    provide: declare("timeouts.healthCheckTimeout"),
  },
  "client.tcpKeepalive": { name: "the client's TCP keepalive", provide: declare("timeouts.tcpKeepalive") },
  "client.tcpUserTimeout": { name: "TCP_USER_TIMEOUT", provide: declare("timeouts.tcpUserTimeout") },
  "client.topologyRefresh": {
    name: "the topology refresh interval",
    provide: declare("timeouts.topologyRefresh"),
  },
  "client.dnsCacheTtl": { name: "the client's DNS cache", provide: declare("timeouts.dnsCacheTtl") },
  "client.authentication": {
    name: "how the client authenticates",
    provide: declare("timeouts.authentication"),
  },
  "client.reauthenticateEvery": {
    name: "the re-authentication interval",
    provide: declare("timeouts.reauthenticateEvery"),
  },
  "load-balancer.idle": {
    name: "the load balancer's idle timeout",
    provide:
      "declare timeouts.loadBalancer.idle in the fleet file (350s on a Network Load Balancer; none where no load balancer stands between)",
  },
  "load-balancer.drain": {
    name: "the load balancer's drain time",
    provide: "declare timeouts.loadBalancer.drain in the fleet file, or import the Service's manifest",
  },
  "proxy.clientTimeout": { name: "the proxy's client timeout", provide: PROXY },
  "proxy.serverTimeout": { name: "the proxy's server timeout", provide: PROXY },
  "proxy.clientKeepalive": { name: "whether the proxy sends TCP keepalive to clients", provide: PROXY },
  "proxy.preStopSleep": {
    name: "the proxy's preStop wait",
    provide: "import the proxy's Kubernetes manifest",
  },
  "proxy.terminationGrace": {
    name: "the proxy's termination grace period",
    provide: "import the proxy's Kubernetes manifest",
  },
  "server.timeout": { name: "the server's idle timeout", provide: SERVER },
  "server.tcpKeepalive": { name: "the server's tcp-keepalive", provide: SERVER },
  "server.maxclients": { name: "maxclients", provide: SERVER },
  "server.tcpBacklog": { name: "tcp-backlog", provide: SERVER },
  "server.clusterNodeTimeout": { name: "cluster-node-timeout", provide: SERVER },
  "server.appendonly": { name: "whether the AOF is on", provide: SERVER },
  "server.restartTime": {
    name: "how long a master takes to restart",
    provide: "declare timeouts.server.restartTime in the fleet file",
  },
  "dns.ttl": {
    name: "the record's TTL",
    provide: "declare endpoints, so that it is measured, or timeouts.dns.ttl in the fleet file",
  },
  "failover-budget.planned": {
    name: "the budget of a planned failover",
    provide: "declare timeouts.failover.planned in the fleet file",
  },
  "failover-budget.forced": {
    name: "the budget of a forced failover",
    provide: "declare timeouts.failover.forced in the fleet file",
  },
};

/** "the command timeout and the number of retries are not known for orders-api: declare …" */
export function notKnown(unknown: readonly Unknown[]): string {
  const names = [...new Set(unknown.map(nameOf))];
  const [subject] = unknown.flatMap((each) => each.subject ?? []);
  const whose = subject === undefined ? "" : ` for ${subject}`;
  return `${inList(names)} ${names.length === 1 ? "is" : "are"} not known${whose}: ${provisions(unknown)}`;
}

/** "the command timeout" */
export function nameOf({ layer, key }: Unknown): string {
  return NAMINGS[`${layer}.${key}`]?.name ?? `${layer}.${key}`;
}

/** What to do so that they become known. */
export function provisions(unknown: readonly Unknown[]): string {
  const wanted = unknown.map(
    ({ layer, key }) => NAMINGS[`${layer}.${key}`]?.provide ?? `declare ${layer}.${key} in the fleet file`,
  );
  const keys = [...new Set(wanted.flatMap((provide) => (typeof provide === "string" ? [] : [provide.key])))];
  const others = [...new Set(wanted.flatMap((provide) => (typeof provide === "string" ? [provide] : [])))];
  const declared =
    keys.length === 0
      ? []
      : [`declare ${inList(keys)} of the client group in the fleet file, or import its settings`];
  return [...declared, ...others].join("; ");
}

/** ["a", "b", "c"] → "a, b and c" */
export function inList(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
