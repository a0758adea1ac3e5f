import { bundlePrograms } from "@/lab/bundle-programs";
import type { ClusterAppConfig } from "@/lab/clients/messages";
import { startApp } from "@/lab/clients/start-app";
import type { SupervisedProcess, Supervisor } from "@/lab/processes";
import { type RedisClusterNodes, startRedisCluster } from "@/lab/redis-cluster";

/** Applications straight on a Redis Cluster. */
export interface Catalog {
  readonly redis: RedisClusterNodes;
  readonly applications: readonly { readonly name: string; readonly process: SupervisedProcess }[];
}

export async function startCatalog(
  supervisor: Supervisor,
  ports: readonly number[],
  onProgress: (line: string) => void,
): Promise<Catalog> {
  const redis = await startRedisCluster({ supervisor, name: "catalog", primaries: 3, ports });
  onProgress(`catalog: Redis Cluster of 3 primaries and 3 replicas on ${ports.join(", ")}`);
  const [script = ""] = bundlePrograms(["clients/cluster-app.ts"], `${supervisor.dir}/programs`);
  const seeds = redis.primaries.map((node) => node.port);
  const applications = await Promise.all(
    describeApplications(seeds).map(async (app) => ({
      name: app.application,
      process: await startApp(supervisor, script, app),
    })),
  );
  onProgress(`catalog: ${applications.map((app) => app.name).join(", ")} running`);
  return { redis, applications };
}

/**
 * One that scales with the time of day, so to speak, and one that hardly changes; together never fewer than ten
 * connections at a node, below which nothing is said of balance.
 */
function describeApplications(ports: readonly number[]): ClusterAppConfig[] {
  return [
    {
      application: "catalog-web",
      ports: [...ports],
      clientsPerPod: 3,
      pods: { low: 4, high: 8, waveMs: 240_000 },
      tickMs: 1_000,
    },
    {
      application: "catalog-feed",
      ports: [...ports],
      clientsPerPod: 1,
      pods: { low: 2, high: 3, waveMs: 600_000 },
      tickMs: 2_000,
    },
  ];
}
