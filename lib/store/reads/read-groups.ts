import type { Store } from "../client";
import type { GroupOrigin } from "../rows";

export interface GroupRecord {
  readonly groupId: number;
  readonly name: string;
  readonly origin: GroupOrigin;
}

/** Every client group ever seen in a cluster. */
export async function readGroups(store: Store, clusterId: number): Promise<GroupRecord[]> {
  return store.prisma.$queryRaw<GroupRecord[]>`
    SELECT id AS "groupId", name, origin FROM client_group WHERE cluster_id = ${clusterId} ORDER BY name`;
}
