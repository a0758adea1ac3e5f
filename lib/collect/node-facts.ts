import { printAddress } from "@/lib/config/addresses";
import type { InfoReply } from "@/lib/domain/redis/info";
import type { RoleReply } from "@/lib/domain/redis/role";

export type NodeRole = "primary" | "replica" | "unknown";

/** What a node last said of itself. Null: it did not say, or would not. */
export interface NodeFacts {
  readonly runId: string | null;
  readonly role: NodeRole;
  /** Address of the primary that it follows; null for a primary. */
  readonly primary: string | null;
  /** The replicas linked to it, in its words, and how much of its stream each has not acknowledged. */
  readonly replicas: readonly { readonly address: string; readonly lagBytes: number | null }[];
  readonly primaryLinkUp: boolean | null;
  readonly linkDownSec: number | null;
  readonly isCluster: boolean | null;
  readonly uptimeSec: number | null;
  readonly engine: string | null;
  readonly version: string | null;
  /** `redis_version`, which decides what commands it knows. */
  readonly redisVersion: string | null;
}

/** Facts out of one probe: INFO where it was answered, ROLE where it was not. */
export function factsOf(info: InfoReply | null, role: RoleReply | null): NodeFacts {
  const replication = info?.replication;
  const link = role?.role === "replica" ? role.link === "connected" : null;
  return {
    runId: info?.server.runId ?? null,
    role: roleOf(replication?.role ?? role?.role),
    primary: primaryOf(info, role),
    replicas: replicasOf(info, role),
    primaryLinkUp: replication?.linkUp ?? link,
    linkDownSec: replication?.linkDownSec ?? null,
    isCluster: info === null ? null : info.server.mode === "cluster",
    uptimeSec: info?.server.uptimeSec ?? null,
    engine: info?.server.engine ?? null,
    version: info?.server.version ?? null,
    redisVersion: info?.server.redisVersion ?? null,
  };
}

function roleOf(role: string | undefined): NodeRole {
  return role === "primary" || role === "replica" ? role : "unknown";
}

function primaryOf(info: InfoReply | null, role: RoleReply | null): string | null {
  const primary = info?.replication.primary ?? (role?.role === "replica" ? role.primary : undefined);
  return primary === undefined ? null : printAddress(primary);
}

function replicasOf(info: InfoReply | null, role: RoleReply | null): NodeFacts["replicas"] {
  const written = info?.replication.primaryOffset ?? (role?.role === "primary" ? role.offset : undefined);
  const replicas = info?.replication.replicas ?? (role?.role === "primary" ? role.replicas : []);
  return replicas.map((replica) => ({
    address: printAddress(replica),
    lagBytes:
      written === undefined || replica.offset === undefined ? null : Math.max(0, written - replica.offset),
  }));
}
