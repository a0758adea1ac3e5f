import type { ImportDraft, KnownDefault } from "./import-draft";
import { containersOf, type PodContainers, type PodRole } from "./kubernetes-containers";
import { type KubernetesObject, readField } from "./kubernetes-object";
import { readProbes } from "./kubernetes-probes";
import { preStopOf } from "./kubernetes-sleep";
import { durationIn } from "./scalar-values";
import { readSpringRedis } from "./spring-redis";
import { itemsAt, nodeAt, scalarAt, textAt } from "./yaml-lookup";
import type { YamlNode } from "./yaml-tree";

export const WORKLOADS = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod"] as const;
export type WorkloadKind = (typeof WORKLOADS)[number];

export interface Workload {
  readonly object: KubernetesObject;
  readonly kind: WorkloadKind;
  /** Its name, with the namespace where two workloads share it. */
  readonly subject: string;
  readonly containers: PodContainers;
  readonly role: PodRole;
  readonly labels: YamlNode | null;
}

const GRACE: KnownDefault = {
  name: "Kubernetes default",
  reference: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination",
};
const NO_HOOK: KnownDefault = {
  name: "Kubernetes: no preStop hook",
  reference: "https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/",
};

export function workloadOf(object: KubernetesObject, subject: string): Workload | null {
  const kind = WORKLOADS.find((name) => name === object.kind);
  if (kind === undefined) return null;
  const template = templateOf(object);
  const containers = containersOf(template);
  if (containers === null) return null;
  return {
    object,
    kind,
    subject,
    containers,
    role: containers.role,
    labels: nodeAt(template, "metadata", "labels"),
  };
}

/** Probes, grace and preStop of one workload. Of a proxy the latter two are the proxy's; Redis itself is no client. */
export function readWorkload(draft: ImportDraft, workload: Workload): void {
  const { object, subject, containers, role } = workload;
  if (role === "server") {
    draft.reject(
      object.line,
      `${object.kind} ${object.name}`,
      "it runs Redis itself: its pods are no clients",
    );
    return;
  }
  const layer = role === "proxy" ? "proxy" : "pod";
  if (role === "client") {
    readProbes(draft, containers.main, subject);
    readEnvironment(draft, containers.main, subject);
  }
  const spec = nodeAt(templateOf(object), "spec");
  readField({
    draft,
    at: spec,
    field: "terminationGracePeriodSeconds",
    path: `${layer}.terminationGrace`,
    subject,
    read: durationIn(1000, "seconds", { zero: "as-is" }),
    otherwise: { value: { kind: "duration", ms: 30_000 }, known: GRACE },
  });
  readPreStop(draft, workload, `${layer}.preStopSleep`);
}

/** Spring Boot takes any of its keys from the environment: SPRING_DATA_REDIS_TIMEOUT. */
function readEnvironment(draft: ImportDraft, container: YamlNode, subject: string): void {
  const variables = itemsAt(container, "env").flatMap((item) => {
    const key = textAt(item, "name");
    const value = scalarAt(item, "value");
    return key === null || value === null || !/^SPRING_(DATA_)?REDIS_/.test(key)
      ? []
      : [{ key, line: value.line, value }];
  });
  if (variables.length > 0) readSpringRedis(draft, variables, subject);
}

/** Hooks of a pod run side by side: the longest counts. Unknown, where the hook of the container it is for cannot be read. */
function readPreStop(
  draft: ImportDraft,
  { subject, containers }: Workload,
  path: "pod.preStopSleep" | "proxy.preStopSleep",
): void {
  const hooks = containers.all.map((container) => ({
    name: textAt(container, "name") ?? "",
    isMain: container === containers.main,
    ...preStopOf(container),
  }));
  const unread = hooks.filter((hook) => hook.kind === "unread");
  for (const { line, name, reason } of unread) draft.reject(line, `preStop of ${name}`, reason);
  if (unread.some(({ isMain }) => isMain)) return;
  const sleeps = hooks.filter((hook) => hook.kind === "sleep");
  const longest = sleeps.toSorted((left, right) => right.ms - left.ms)[0];
  if (longest !== undefined) draft.set(path, subject, { kind: "duration", ms: longest.ms }, longest.line);
  else if (unread.length === 0) draft.assume(path, subject, { kind: "duration", ms: 0 }, NO_HOOK);
}

function templateOf({ kind, root }: KubernetesObject): YamlNode | null {
  return kind === "Pod" ? root : nodeAt(root, "spec", "template");
}
