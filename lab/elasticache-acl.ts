import { createHash, randomBytes } from "node:crypto";
import type { RedisUser } from "@/lab/ask-redis";

/** The lab itself and replication; nobody else has its password. */
export type AdminUser = RedisUser;

/**
 * What ElastiCache refuses to everybody.
 * Source: "Supported and restricted Valkey and Redis OSS commands", Amazon ElastiCache User Guide.
 */
export const REFUSED_COMMANDS = [
  ...["acl|deluser", "acl|load", "acl|save", "acl|setuser", "bgrewriteaof", "bgsave", "config", "debug"],
  ...["failover", "migrate", "psync", "replicaof", "save", "shutdown", "slaveof", "sync"],
  ...["cluster|addslots", "cluster|addslotsrange", "cluster|bumpepoch", "cluster|delslots"],
  ...["cluster|delslotsrange", "cluster|failover", "cluster|flushslots", "cluster|forget", "cluster|meet"],
  ...["cluster|replicate", "cluster|reset", "cluster|set-config-epoch", "cluster|setslot"],
] as const;

export function createAdmin(): AdminUser {
  return { username: "admin", password: randomBytes(24).toString("hex") };
}

/** Lines of a redis.conf: the default user as a customer of ElastiCache has it, and `admin` for everything else. */
export function aclLines({ username, password }: AdminUser): string[] {
  const hash = createHash("sha256").update(password).digest("hex");
  const refused = REFUSED_COMMANDS.map((command) => `-${command}`).join(" ");
  return [
    `user default on nopass ~* &* +@all ${refused}`,
    `user ${username} on #${hash} ~* &* +@all`,
    `masteruser ${username}`,
    `masterauth ${password}`,
  ];
}
