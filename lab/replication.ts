import type { Supervisor } from "@/lab/processes";
import { type RedisOptions, type RedisServer, startRedis } from "@/lab/redis-server";
import { until } from "@/lab/until";

export interface Replication {
  readonly primary: RedisServer;
  readonly replicas: readonly RedisServer[];
}

export interface ReplicationOptions {
  readonly supervisor: Supervisor;
  readonly name: string;
  /** The first is the primary's. Free ports when absent. */
  readonly ports?: readonly number[];
  readonly replicas: number;
  /** Of every server; replicas follow their primary besides. */
  readonly server?: Pick<RedisOptions, "args" | "config" | "user">;
}

/** A primary and its replicas, returned once every replica follows. */
export async function startReplication({
  supervisor,
  name,
  ports,
  replicas,
  server = {},
}: ReplicationOptions): Promise<Replication> {
  const portOf = (index: number) => {
    const port = ports?.[index];
    return port === undefined ? {} : { port };
  };
  const primary = await startRedis({ ...server, supervisor, name: `${name}-1`, ...portOf(0) });
  const followers = await Promise.all(
    Array.from({ length: replicas }, (_, index) =>
      startRedis({
        ...server,
        supervisor,
        name: `${name}-${index + 2}`,
        ...portOf(index + 1),
        args: [...(server.args ?? []), "--replicaof", primary.host, String(primary.port)],
      }),
    ),
  );
  await until(`${replicas} replicas of ${name} in step`, async () => {
    const info = String(await primary.ask("INFO", "replication"));
    return (info.match(/state=online/g)?.length ?? 0) === replicas;
  });
  return { primary, replicas: followers };
}
