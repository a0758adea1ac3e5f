import type { ImportDraft, KnownDefault } from "./import-draft";
import { AWS_ANNOTATION, readAttribute } from "./kubernetes-annotations";
import { annotationsOf, type KubernetesObject } from "./kubernetes-object";
import { selects } from "./kubernetes-selectors";
import type { Workload } from "./kubernetes-workload";
import { entriesOf, itemsAt, textAt } from "./yaml-lookup";
import type { YamlEntry } from "./yaml-tree";

const NLB_IDLE: KnownDefault = {
  name: "NLB default",
  reference: "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html",
};
const NLB_DRAIN: KnownDefault = {
  name: "NLB default",
  reference:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#deregistration-delay",
};

/** A balancer before Redis or its proxies. One before the application itself is no part of the way to Redis. */
export function readLoadBalancer(
  draft: ImportDraft,
  service: KubernetesObject,
  workloads: readonly Workload[],
): void {
  const annotations = entriesOf(annotationsOf(service));
  const aws = annotations.filter(({ key }) => key.startsWith(AWS_ANNOTATION));
  const type = aws.find(
    ({ key }) => key === `${AWS_ANNOTATION}type` || key === `${AWS_ANNOTATION}nlb-target-type`,
  );
  const isBalancer = textAt(service.root, "spec", "type") === "LoadBalancer";
  const label = `Service ${service.name}`;
  if (!isBalancer || !leadsToRedis(service, workloads)) {
    const reason = isBalancer
      ? "its load balancer does not lead to Redis or a proxy of it"
      : "no load balancer";
    draft.reject(service.line, label, `${reason}: nothing was used`);
    return;
  }
  const isNlb =
    type !== undefined ||
    aws.some(({ key }) => /-(target-group|listener)-attributes/.test(key)) ||
    textAt(service.root, "spec", "loadBalancerClass") === "service.k8s.aws/nlb";
  const found = [
    readAttribute(
      draft,
      aws,
      /^listener-attributes(\.|$)/,
      "tcp.idle_timeout.seconds",
      "load-balancer.idle",
      service.name,
    ),
    !isNlb &&
      readAttribute(draft, aws, /^connection-idle-timeout$/, null, "load-balancer.idle", service.name),
    readAttribute(
      draft,
      aws,
      /^target-group-attributes$/,
      "deregistration_delay.timeout_seconds",
      "load-balancer.drain",
      service.name,
    ),
    !isNlb &&
      readAttribute(draft, aws, /^connection-draining-timeout$/, null, "load-balancer.drain", service.name),
  ];
  if (isNlb) {
    rejectClassic(draft, aws);
    if (!found[0])
      draft.assume("load-balancer.idle", service.name, { kind: "duration", ms: 350_000 }, NLB_IDLE);
    if (!found[2])
      draft.assume("load-balancer.drain", service.name, { kind: "duration", ms: 300_000 }, NLB_DRAIN);
  } else if (!found.includes(true)) {
    draft.reject(service.line, label, "which kind of load balancer it gets does not stand in the manifest");
  }
}

/** https://cloud-provider-aws.sigs.k8s.io/service_controller/: valid for the Classic Load Balancer alone. */
function rejectClassic(draft: ImportDraft, annotations: readonly YamlEntry[]): void {
  for (const { key, line } of annotations) {
    const name = key.slice(AWS_ANNOTATION.length);
    if (/^connection-(idle|draining)-timeout$/.test(name))
      draft.reject(line, name, "a Network Load Balancer ignores this");
  }
}

function leadsToRedis(service: KubernetesObject, workloads: readonly Workload[]): boolean {
  if (/redis|valkey|twemproxy|predixy/i.test(service.name)) return true;
  const ports = itemsAt(service.root, "spec", "ports");
  const isRedisPort = ports.some(
    (port) =>
      /^(6379|6380|26379|22121)$/.test(textAt(port, "port") ?? "") ||
      /redis|valkey/i.test(textAt(port, "name") ?? ""),
  );
  return (
    isRedisPort || workloads.some((workload) => workload.role !== "client" && selects(service, workload))
  );
}
