import { type Cases, ONE_PROXY } from "./rule-case";

const LIVENESS = { "pod.livenessTouchesRedis": true, "pod.livenessPeriod": 10_000 } as const;
const READINESS = { "pod.readinessTouchesRedis": true, "pod.readinessPeriod": 5000 } as const;

/** Each rule at its boundary. */
export const PLATFORM_CASES: Cases = {
  "liveness-outlasts-failover": [
    { is: "holds", settings: { ...LIVENESS, "pod.livenessFailureThreshold": 5 }, says: "10 s × 5 = 50 s" },
    {
      is: "broken",
      settings: { ...LIVENESS, "pod.livenessFailureThreshold": 4 },
      says: "10 s × 4 = 40 s, but a forced failover takes 40 s",
    },
    { is: "broken", settings: LIVENESS, says: "3 (assumed: Kubernetes default) = 30 s" },
    { is: "holds", settings: { "pod.livenessTouchesRedis": false }, says: "does not ask Redis" },
    {
      is: "not-evaluated",
      settings: { "pod.livenessPeriod": 10_000, "pod.livenessFailureThreshold": 3 },
      says: "whether the liveness probe touches Redis",
    },
  ],
  "readiness-not-flapping": [
    { is: "holds", settings: { ...READINESS, "pod.readinessFailureThreshold": 2 }, says: "5 s × 2 = 10 s" },
    {
      is: "broken",
      settings: { ...READINESS, "pod.readinessFailureThreshold": 1 },
      says: "5 s × 1 = 5 s, but a planned failover takes 5 s",
    },
    { is: "holds", settings: { "pod.readinessTouchesRedis": false }, says: "does not ask Redis" },
    { is: "not-evaluated", settings: {}, says: "whether the readiness probe touches Redis" },
  ],
  "grace-covers-drain": [
    {
      is: "holds",
      settings: { "pod.terminationGrace": 30_000, "pod.preStopSleep": 5000, "client.commandTimeout": 24_999 },
      says: "fit into the grace period of 30 s",
    },
    {
      is: "broken",
      settings: { "pod.terminationGrace": 30_000, "pod.preStopSleep": 5000, "client.commandTimeout": 25_000 },
      says: "preStop 5 s + command timeout 25 s = 30 s, but the pod is killed after 30 s",
    },
    {
      is: "broken",
      settings: {
        "pod.preStopSleep": "unset",
        "client.commandTimeout": 500,
        "client.longestCommand": 60_000,
      },
      says: "longest command 60 s = 60 s, but the pod is killed after 30 s (assumed: Kubernetes default)",
    },
    {
      is: "not-evaluated",
      settings: { "pod.terminationGrace": 30_000, "pod.preStopSleep": 5000 },
      says: "the command timeout",
    },
    {
      is: "not-evaluated",
      settings: {
        "pod.terminationGrace": 30_000,
        "pod.preStopSleep": 5000,
        "client.commandTimeout": "unset",
      },
      says: "no timeout bounds a command: see command-timeout-set",
    },
    { is: "not-evaluated", settings: { "client.commandTimeout": 500 }, says: "Kubernetes manifest" },
  ],
  "proxy-drain-covers-lb": [
    {
      is: "broken",
      settings: {
        "load-balancer.drain@a": 60_000,
        "load-balancer.drain@b": 90_000,
        "proxy.preStopSleep@pod": 80_000,
      },
      shape: ONE_PROXY,
      says: "The proxy pod waits 80 s before it ends, the load balancer b drains for 90 s",
    },
    {
      is: "holds",
      settings: {
        "load-balancer.drain@proxy-1": 60_000,
        "load-balancer.drain@b": 90_000,
        "proxy.preStopSleep": 80_000,
        "proxy.terminationGrace": 95_000,
      },
      shape: ONE_PROXY,
      says: "The load balancer drains for 60 s",
    },
    {
      is: "holds",
      settings: {
        "load-balancer.drain": 171_000,
        "proxy.preStopSleep": 171_000,
        "proxy.terminationGrace": 171_001,
      },
      shape: ONE_PROXY,
      says: "preStop 171 s",
    },
    {
      is: "broken",
      settings: { "load-balancer.drain": 171_000, "proxy.preStopSleep": 170_999 },
      shape: ONE_PROXY,
      says: "waits 170.999 s before it ends, the load balancer drains for 171 s",
    },
    {
      is: "broken",
      settings: {
        "load-balancer.drain": 171_000,
        "proxy.preStopSleep": 171_000,
        "proxy.terminationGrace": 171_000,
      },
      shape: ONE_PROXY,
      says: "its pod is killed after 171 s",
    },
    {
      is: "broken",
      settings: { "load-balancer.drain": 60_000, "pod.preStopSleep@proxy-1": 10_000 },
      shape: ONE_PROXY,
      says: "waits 10 s before it ends",
    },
    {
      is: "not-evaluated",
      settings: { "proxy.preStopSleep": 171_000, "proxy.terminationGrace": 200_000 },
      shape: ONE_PROXY,
      says: "the load balancer's drain time",
    },
    { is: "not-evaluated", settings: {}, says: "no proxy is known" },
  ],
  "restart-slower-than-failover": [
    {
      is: "holds",
      settings: { "server.restartTime": 15_001, "server.clusterNodeTimeout": 15_000 },
      says: "takes 15.001 s to restart",
    },
    {
      is: "broken",
      settings: {
        "server.restartTime": 15_000,
        "server.clusterNodeTimeout": 15_000,
        "server.appendonly": false,
      },
      says: "back after 15 s, before its replica takes over after 15 s",
    },
    { is: "holds", settings: { "server.appendonly": true }, says: "The AOF is on" },
    {
      is: "not-evaluated",
      settings: { "server.clusterNodeTimeout": 15_000, "server.appendonly": false },
      says: "how long a master takes to restart",
    },
  ],
};
