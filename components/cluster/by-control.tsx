"use client";

import { Segmented } from "@/components/ui/segmented";
import { useView } from "@/components/ui/use-view";
import type { ClusterAnswer } from "@/lib/contract/cluster";
import { effectiveBy } from "@/lib/present/cluster/effective-by";

const CHOICES = [
  { key: "proxy", label: "Proxy" },
  { key: "group", label: "Group" },
  { key: "node", label: "Node" },
] as const;

/** Whose line it is. Proxies are a choice only where some are declared. */
export function ByControl({ cluster }: { cluster: ClusterAnswer }) {
  const { view } = useView();
  const current = effectiveBy(view.by, cluster);
  return (
    <Segmented
      label="Connections by"
      segments={CHOICES.filter(({ key }) => key !== "proxy" || cluster.proxies.length > 0).map(
        ({ key, label }) => ({ key, label, patch: { by: key }, current: current === key }),
      )}
    />
  );
}
