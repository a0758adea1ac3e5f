"use client";

import { Segmented } from "@/components/ui/segmented";
import { useView } from "@/components/ui/use-view";

const CHOICES = [
  { key: "proxy", label: "Proxy" },
  { key: "group", label: "Group" },
  { key: "node", label: "Node" },
] as const;

/** Whose line it is. */
export function ByControl() {
  const { view } = useView();
  return (
    <Segmented
      label="Connections by"
      segments={CHOICES.map(({ key, label }) => ({
        key,
        label,
        patch: { by: key },
        current: view.by === key,
      }))}
    />
  );
}
