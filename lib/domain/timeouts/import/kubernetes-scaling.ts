import type { ImportDraft, KnownDefault } from "./import-draft";
import { isSameNamespace, type KubernetesObject, readField } from "./kubernetes-object";
import type { Workload } from "./kubernetes-workload";
import { count, numberOf } from "./scalar-values";
import { entryOf, nodeAt, scalarAt, textAt } from "./yaml-lookup";

const DEPLOYMENT: KnownDefault = {
  name: "Kubernetes default",
  reference: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-surge",
};
const AUTOSCALER: KnownDefault = {
  name: "Kubernetes default",
  reference:
    "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/",
};

/** How many pods of Redis's clients there may be: from an autoscaler where one names the workload, else `replicas`. */
export function readScaling(
  draft: ImportDraft,
  workloads: readonly Workload[],
  autoscalers: readonly KubernetesObject[],
): void {
  const scaled = new Map<string, KubernetesObject>();
  for (const autoscaler of autoscalers) {
    const target = workloads.find((workload) => isTarget(autoscaler, workload));
    if (target !== undefined) scaled.set(target.subject, autoscaler);
    else
      readAutoscaler(
        draft,
        autoscaler,
        textAt(autoscaler.root, "spec", "scaleTargetRef", "name") ?? autoscaler.name,
      );
  }
  for (const workload of workloads.filter(({ role }) => role === "client")) {
    const autoscaler = scaled.get(workload.subject);
    if (autoscaler !== undefined) readAutoscaler(draft, autoscaler, workload.subject);
    else readReplicas(draft, workload);
    readSurge(draft, workload, autoscaler ?? null);
  }
}

function isTarget(autoscaler: KubernetesObject, { object, kind }: Workload): boolean {
  const target = nodeAt(autoscaler.root, "spec", "scaleTargetRef");
  return (
    textAt(target, "name") === object.name &&
    (textAt(target, "kind") ?? kind) === kind &&
    isSameNamespace(autoscaler, object)
  );
}

function readAutoscaler(draft: ImportDraft, { root }: KubernetesObject, subject: string): void {
  const of = { draft, at: nodeAt(root, "spec"), subject };
  readField({
    ...of,
    field: "minReplicas",
    path: "pod.podsMin",
    read: count({ zero: "as-is" }),
    otherwise: { value: { kind: "count", count: 1 }, known: AUTOSCALER },
  });
  readField({ ...of, field: "maxReplicas", path: "pod.podsMax", read: count({}), otherwise: null });
}

function readReplicas(draft: ImportDraft, { object, kind, subject }: Workload): void {
  if (kind === "DaemonSet") {
    draft.reject(
      object.line,
      `DaemonSet ${object.name}`,
      "it has a pod on each node: how many, its manifest does not say",
    );
    return;
  }
  const otherwise = { value: { kind: "count", count: 1 } as const, known: DEPLOYMENT };
  for (const path of ["pod.podsMin", "pod.podsMax"] as const) {
    if (kind === "Pod") draft.set(path, subject, otherwise.value, object.line);
    else {
      const at = nodeAt(object.root, "spec");
      readField({ draft, at, field: "replicas", path, subject, read: count({ zero: "as-is" }), otherwise });
    }
  }
}

/** A percentage is of the replicas there are, rounded up: of the most that there may be. Only Deployments go beyond. */
function readSurge(
  draft: ImportDraft,
  { object, kind, subject }: Workload,
  autoscaler: KubernetesObject | null,
): void {
  if (kind !== "Deployment") {
    if (kind !== "DaemonSet") draft.set("pod.podsSurge", subject, { kind: "count", count: 0 }, object.line);
    return;
  }
  const strategy = nodeAt(object.root, "spec", "strategy");
  const type = scalarAt(strategy, "type");
  if (type?.text === "Recreate") {
    draft.set("pod.podsSurge", subject, { kind: "count", count: 0 }, type.line);
    return;
  }
  const replicas =
    autoscaler === null ? replicasOf(object) : numberOf(textAt(autoscaler.root, "spec", "maxReplicas") ?? "");
  const entry = entryOf(nodeAt(strategy, "rollingUpdate"), "maxSurge");
  const text = entry === null ? "25%" : entry.value.kind === "scalar" ? entry.value.text.trim() : "";
  const [, digits, percent] = /^(\d{1,7})(%?)$/.exec(text) ?? [];
  if (digits === undefined) {
    draft.reject(entry?.line ?? null, "maxSurge", "a number of pods or a percentage is expected");
    return;
  }
  if (percent === "%" && replicas === null) return;
  const pods = percent === "%" ? Math.ceil((Number(digits) * (replicas ?? 0)) / 100) : Number(digits);
  if (entry === null) draft.assume("pod.podsSurge", subject, { kind: "count", count: pods }, DEPLOYMENT);
  else draft.set("pod.podsSurge", subject, { kind: "count", count: pods }, entry.line);
}

/** Null: what stands there is no number, and was said where the replicas are read. */
function replicasOf({ root }: KubernetesObject): number | null {
  const entry = entryOf(nodeAt(root, "spec"), "replicas");
  if (entry === null) return 1;
  return entry.value.kind === "scalar" ? numberOf(entry.value.text) : null;
}
