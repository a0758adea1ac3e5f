import { isSameNamespace, type KubernetesObject } from "./kubernetes-object";
import type { Workload } from "./kubernetes-workload";
import { entriesOf, nodeAt, textAt } from "./yaml-lookup";

/** Whether a Service leads to a workload's pods. */
export function selects(service: KubernetesObject, { object, labels }: Workload): boolean {
  const selector = entriesOf(nodeAt(service.root, "spec", "selector"));
  return (
    selector.length > 0 &&
    isSameNamespace(service, object) &&
    selector.every(({ key, value }) => value.kind === "scalar" && textAt(labels, key) === value.text)
  );
}
