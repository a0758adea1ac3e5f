import { limitMs } from "../lookup";
import { assumption, inMs, saidMs } from "../words";
import { REFERENCES } from "./references";
import { broken, holds, missing, type Rule } from "./rule";

export const restartSlowerThanFailover: Rule = {
  id: "restart-slower-than-failover",
  title: "restart of a master > cluster-node-timeout, or AOF on",
  severity: "critical",
  scope: "cluster",
  reference: REFERENCES.emptyMaster,
  evaluate(path) {
    const restart = path.duration("server", "restartTime");
    const timeout = path.duration("server", "clusterNodeTimeout");
    const aof = path.flag("server", "appendonly");
    if (aof.state === "flag" && aof.isOn && !aof.setting.assumed)
      return holds("The AOF is on: a restarted master comes back with its data", aof);
    const [restartMs, timeoutMs] = [limitMs(restart), limitMs(timeout)];
    if (restartMs === null || timeoutMs === null) return missing(restart, timeout, aof);
    if (restartMs > timeoutMs) {
      return holds(
        `A master takes ${saidMs(restart)} to restart, its replica takes over after ${saidMs(timeout)}`,
        restart,
        timeout,
        aof,
      );
    }
    if (aof.state !== "flag") return missing(aof);
    return broken(
      {
        sentence: `A master is back after ${saidMs(restart)}, before its replica takes over after ${saidMs(timeout)}, and the AOF is off${assumption(aof.setting)}`,
        consequence: `It comes back empty, or with an old dump, within ${inMs(timeoutMs)}; nobody fails over, and its replicas copy the loss.`,
        fix: {
          sentence: "Fail over to the replica before a master is restarted, or turn the AOF on",
          code: "redis-cli -h <replica> CLUSTER FAILOVER\n# or\nredis-cli CONFIG SET appendonly yes",
          language: "shell",
        },
      },
      restart,
      timeout,
      aof,
    );
  },
};
