import type { ImportDraft, KnownDefault } from "./import-draft";
import { readAttribute } from "./kubernetes-annotations";
import { annotationsOf, isSameNamespace, type KubernetesObject } from "./kubernetes-object";
import { selects } from "./kubernetes-selectors";
import type { Workload } from "./kubernetes-workload";
import { entriesOf, itemsAt, nodeAt, textAt } from "./yaml-lookup";

const ALB_IDLE: KnownDefault = {
  name: "ALB default",
  reference:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
};
const NGINX_READ: KnownDefault = {
  name: "ingress-nginx default",
  reference:
    "https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#proxy-read-timeout",
};

/** How long the way in waits for an answer, for each service behind it: the end of a caller's patience. */
export function readIngress(
  draft: ImportDraft,
  ingress: KubernetesObject,
  services: readonly KubernetesObject[],
  workloads: readonly Workload[],
): void {
  const annotations = entriesOf(annotationsOf(ingress));
  const named =
    textAt(ingress.root, "spec", "ingressClassName") ??
    textAt(annotationsOf(ingress), "kubernetes.io/ingress.class") ??
    "";
  const isAlb = /^(aws-)?alb/.test(named) || annotations.some(({ key }) => key.startsWith("alb.ingress."));
  const isNginx = /nginx/.test(named) || annotations.some(({ key }) => key.startsWith("nginx.ingress."));
  const subjects = backendsOf(ingress).map((name) => subjectOf(name, ingress, services, workloads));
  for (const subject of new Set(subjects)) {
    if (isAlb) {
      const isSet = readAttribute(
        draft,
        annotations,
        /^alb\.ingress\.kubernetes\.io\/load-balancer-attributes$/,
        "idle_timeout.timeout_seconds",
        "request.deadline",
        subject,
      );
      if (!isSet) draft.assume("request.deadline", subject, { kind: "duration", ms: 60_000 }, ALB_IDLE);
    } else if (isNginx) {
      const isSet = readAttribute(
        draft,
        annotations,
        /^nginx\.ingress\.kubernetes\.io\/proxy-read-timeout$/,
        null,
        "request.deadline",
        subject,
      );
      if (!isSet) draft.assume("request.deadline", subject, { kind: "duration", ms: 60_000 }, NGINX_READ);
    }
  }
  if (!isAlb && !isNginx) {
    draft.reject(
      ingress.line,
      `Ingress ${ingress.name}`,
      "only ingresses of ALB and nginx tell of time-outs that are known here",
    );
  } else if (subjects.length === 0) {
    draft.reject(ingress.line, `Ingress ${ingress.name}`, "it leads to no service");
  }
}

function subjectOf(
  service: string,
  ingress: KubernetesObject,
  services: readonly KubernetesObject[],
  workloads: readonly Workload[],
): string {
  const found = services.find((object) => object.name === service && isSameNamespace(object, ingress));
  const behind = found === undefined ? [] : workloads.filter((workload) => selects(found, workload));
  return behind.length === 1 ? (behind[0]?.subject ?? service) : service;
}

/** Names of services, of networking.k8s.io/v1 and of the version before it. */
function backendsOf({ root }: KubernetesObject): readonly string[] {
  const rules = itemsAt(root, "spec", "rules").flatMap((rule) => itemsAt(rule, "http", "paths"));
  const backends = [
    nodeAt(root, "spec", "defaultBackend"),
    nodeAt(root, "spec", "backend"),
    ...rules.map((path) => nodeAt(path, "backend")),
  ];
  const names = backends.map(
    (backend) => textAt(backend, "service", "name") ?? textAt(backend, "serviceName"),
  );
  // An action of ALB answers by itself.
  return [...new Set(names.filter((name) => name !== null))].slice(0, 500);
}
