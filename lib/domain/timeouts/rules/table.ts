import { commandTimeoutSet, connectBelowCommand } from "./command-time";
import { graceCoversDrain, proxyDrainCoversLb } from "./drain";
import { evictionBelowMaxIdle, evictorRuns } from "./evictor";
import { dnsCacheWithinFailover, topologyRefreshWithinFailover } from "./failover-follows";
import { halfOpenDetected } from "./half-open";
import { healthCheckBelowIdle } from "./health-check";
import { iamLifetime } from "./iam-lifetime";
import { idleBelowLb, idleBelowProxy, idleBelowServerTimeout } from "./idle-below";
import { keepaliveOn } from "./keepalive-on";
import { poolBudget } from "./pool-budget";
import { poolOrderFitsPath } from "./pool-order";
import { poolWaitBounded } from "./pool-wait";
import { livenessOutlastsFailover, readinessNotFlapping } from "./probes";
import { proxyOutlastsClient } from "./proxy-outlasts-client";
import { reconnectStormBounded } from "./reconnect-storm";
import { restartSlowerThanFailover } from "./restart";
import { retryBudgetWithinDeadline } from "./retry-budget";
import type { Rule } from "./rule";

/** All rules, in the order in which they are told. */
export const RULES: readonly Rule[] = [
  connectBelowCommand,
  commandTimeoutSet,
  retryBudgetWithinDeadline,
  poolWaitBounded,
  idleBelowServerTimeout,
  idleBelowLb,
  idleBelowProxy,
  proxyOutlastsClient,
  healthCheckBelowIdle,
  dnsCacheWithinFailover,
  topologyRefreshWithinFailover,
  livenessOutlastsFailover,
  readinessNotFlapping,
  graceCoversDrain,
  proxyDrainCoversLb,
  restartSlowerThanFailover,
  reconnectStormBounded,
  poolOrderFitsPath,
  poolBudget,
  keepaliveOn,
  evictionBelowMaxIdle,
  iamLifetime,
  halfOpenDetected,
  evictorRuns,
];
