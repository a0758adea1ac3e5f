import type { AwsEvents } from "@/lab/aws/events";
import type { MetricMinutes } from "@/lab/aws/metric-minutes";
import type { NodeMonitor } from "@/lab/aws/node-monitor";
import {
  describeCacheCluster,
  describeGroup,
  describeParameters,
  type GroupNode,
  PARAMETER_GROUP,
  READ_PARAMETERS,
} from "@/lab/aws/orders-group";
import type { RoleHistory } from "@/lab/aws/role-history";
import type { AwsRegionWorld } from "@/lib/collect/testing/aws-endpoint";

export interface MonitoredNode extends Omit<GroupNode, "role"> {
  readonly monitor: NodeMonitor;
  readonly roles: RoleHistory;
}

export interface OrdersRegion {
  readonly nodes: readonly MonitoredNode[];
  readonly minutes: MetricMinutes;
  readonly events: AwsEvents;
  readonly createdAt: Date;
}

/** The roles that AWS tells follow a failover late. */
const ROLE_DELAY_MS = 30_000;

/** The region that orders is alone in, as the real servers are at each call. */
export function createOrdersRegion({ nodes, minutes, events, createdAt }: OrdersRegion): AwsRegionWorld {
  const nodesNow = () =>
    nodes.map(({ id, port, zone, roles }) => ({
      id,
      port,
      zone,
      role: roles.at(Date.now() - ROLE_DELAY_MS),
    }));
  let lastKnown: ReadonlyMap<string, string> = new Map();
  return {
    groups: () => [describeGroup(nodesNow(), createdAt)],
    cacheClusters: () =>
      nodesNow().map((node, index) => {
        const version = nodes[index]?.monitor.version ?? "";
        return describeCacheCluster(node, version, createdAt);
      }),
    serverlessCaches: () => [],
    events: events.between,
    parameters: async (group) => {
      if (group !== PARAMETER_GROUP) return null;
      // A server that hangs changes no parameter group.
      lastKnown = (await nodes[0]?.monitor.config(...READ_PARAMETERS)) ?? lastKnown;
      return describeParameters(lastKnown);
    },
    points: (wanted) => minutes.points(wanted, Date.now()),
  };
}
