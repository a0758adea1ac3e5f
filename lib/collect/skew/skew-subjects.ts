import type { SkewBy, SkewSubject } from "@/lib/domain/skew/model";
import type { KnownProxy } from "../proxies/proxy-set";
import type { ClusterKind } from "../topology";

export interface SubjectNode {
  readonly address: string;
  readonly role: "primary" | "replica" | "unknown";
}

export interface Compared {
  readonly proxies: readonly KnownProxy[];
  readonly nodes: readonly SubjectNode[];
  readonly kind: ClusterKind;
}

/** Who is compared with whom; empty where there are not two. */
export function subjectsOf(by: SkewBy, compared: Compared): SkewSubject[] {
  const subjects = allOf(by, compared);
  return subjects.length < 2 ? [] : subjects;
}

function allOf(by: SkewBy, { proxies, nodes, kind }: Compared): SkewSubject[] {
  const present = proxies.filter(({ isThere }) => isThere);
  switch (by) {
    case "proxy":
      return present.map(({ name, weight, kind: proxyKind }) => ({
        name,
        weight,
        kind: proxyKind,
        members: [name],
      }));
    case "zone":
      return zonesOf(present);
    case "node": {
      // Clients choose among replicas behind a reader endpoint, and spread over the primaries of a Redis Cluster.
      const role = kind === "cluster" ? "primary" : "replica";
      return nodes.flatMap(({ address, role: its }) =>
        its === role ? [{ name: address, weight: 1, kind: "tcp", members: [address] }] : [],
      );
    }
  }
}

/** A zone's fair share is what its proxies are meant to get together; proxies without a zone are left out. */
function zonesOf(proxies: readonly KnownProxy[]): SkewSubject[] {
  const zones = [...new Set(proxies.flatMap(({ zone }) => (zone === null ? [] : [zone])))];
  return zones.map((name) => {
    const members = proxies.filter(({ zone }) => zone === name);
    return {
      name,
      weight: members.reduce((sum, { weight }) => sum + weight, 0),
      kind: members.some(({ kind }) => kind === "multiplexing") ? "multiplexing" : "tcp",
      members: members.map((member) => member.name),
    };
  });
}
