import type { SettingPath } from "./import/import-draft";
import type { Setting, SettingValue } from "./model";

/** A setting as the fleet file declares it. */
export interface Declared {
  /** Where it stands: "pool.maxWait", "timeouts.loadBalancer.idle". */
  readonly key: string;
  /** The client group that it is of; null: it holds for all of its layer. */
  readonly group: string | null;
  readonly value: SettingValue;
  readonly line: number;
}

/** What a key of the fleet file is called in the stack. */
const PATHS: Readonly<Record<string, SettingPath>> = {
  "library.name": "client.library",
  "library.version": "client.libraryVersion",
  "pool.maxTotal": "pool.maxTotal",
  "pool.maxIdle": "pool.maxIdle",
  "pool.minIdle": "pool.minIdle",
  "pool.maxWait": "pool.maxWait",
  "pool.order": "pool.order",
  "pool.minEvictableIdle": "pool.minEvictableIdle",
  "pool.evictionPeriod": "pool.evictionPeriod",
  "pool.testsPerEvictionRun": "pool.testsPerEvictionRun",
  "pool.maxLifetime": "pool.maxLifetime",
  "pool.testWhileIdle": "pool.testWhileIdle",
  "pool.testOnBorrow": "pool.testOnBorrow",
  "pods.min": "pod.podsMin",
  "pods.max": "pod.podsMax",
  "pods.surge": "pod.podsSurge",
  "pods.processes": "pod.processesPerPod",
  "pods.livenessTouchesRedis": "pod.livenessTouchesRedis",
  "pods.readinessTouchesRedis": "pod.readinessTouchesRedis",
  "timeouts.connect": "client.connectTimeout",
  "timeouts.command": "client.commandTimeout",
  "timeouts.commandScope": "client.commandTimeoutScope",
  "timeouts.commandClosesSocket": "client.commandTimeoutClosesSocket",
  "timeouts.longestCommand": "client.longestCommand",
  "timeouts.retries": "client.retries",
  "timeouts.backoffBase": "client.backoffBase",
  "timeouts.backoffCap": "client.backoffCap",
  "timeouts.backoffJitter": "client.backoffJitter",
  "timeouts.requestDeadline": "request.deadline",
  "timeouts.healthCheckInterval": "client.healthCheckInterval",
  "timeouts.healthCheckTimeout": "client.healthCheckTimeout",
  "timeouts.tcpKeepalive": "client.tcpKeepalive",
  "timeouts.tcpUserTimeout": "client.tcpUserTimeout",
  "timeouts.topologyRefresh": "client.topologyRefresh",
  "timeouts.dnsCacheTtl": "client.dnsCacheTtl",
  "timeouts.authentication": "client.authentication",
  "timeouts.reauthenticateEvery": "client.reauthenticateEvery",
  "timeouts.loadBalancer.idle": "load-balancer.idle",
  "timeouts.loadBalancer.drain": "load-balancer.drain",
  "timeouts.network.natIdle": "network.natIdle",
  "timeouts.network.conntrackIdle": "network.conntrackIdle",
  "timeouts.proxy.client": "proxy.clientTimeout",
  "timeouts.proxy.server": "proxy.serverTimeout",
  "timeouts.proxy.connect": "proxy.connectTimeout",
  "timeouts.proxy.queue": "proxy.queueTimeout",
  "timeouts.proxy.response": "proxy.responseTimeout",
  "timeouts.proxy.check": "proxy.checkTimeout",
  "timeouts.proxy.clientKeepalive": "proxy.clientKeepalive",
  "timeouts.proxy.serverKeepalive": "proxy.serverKeepalive",
  "timeouts.proxy.maxServerConnections": "proxy.maxServerConnections",
  "timeouts.proxy.preStopSleep": "proxy.preStopSleep",
  "timeouts.proxy.terminationGrace": "proxy.terminationGrace",
  "timeouts.server.timeout": "server.timeout",
  "timeouts.server.tcpKeepalive": "server.tcpKeepalive",
  "timeouts.server.maxclients": "server.maxclients",
  "timeouts.server.tcpBacklog": "server.tcpBacklog",
  "timeouts.server.clusterNodeTimeout": "server.clusterNodeTimeout",
  "timeouts.server.replTimeout": "server.replTimeout",
  "timeouts.server.replPingPeriod": "server.replPingPeriod",
  "timeouts.server.appendonly": "server.appendonly",
  "timeouts.server.closeOnReplicaWrite": "server.closeOnReplicaWrite",
  "timeouts.server.restartTime": "server.restartTime",
  "timeouts.dns.ttl": "dns.ttl",
  "timeouts.failover.planned": "failover-budget.planned",
  "timeouts.failover.forced": "failover-budget.forced",
};

/** Keys that the fleet file may have and the stack knows. */
export const DECLARED_PATHS: ReadonlyMap<string, SettingPath> = new Map(Object.entries(PATHS));

/** Declared settings as settings of the stack. `file`: what the fleet file is called in the source of each. */
export function settingsOfDeclared(
  declared: readonly Declared[],
  file: string,
  readAtMs: number | null,
): Setting[] {
  return declared.flatMap(({ key, group, value, line }) => {
    const path = DECLARED_PATHS.get(key);
    if (path === undefined) return [];
    const dot = path.indexOf(".");
    return {
      // The type of the table says that both halves fit together.
      layer: path.slice(0, dot) as Setting["layer"],
      key: path.slice(dot + 1),
      subject: group,
      value,
      source: { kind: "declared", name: file, line, reference: null },
      readAtMs,
      assumed: false,
    };
  });
}
