import { itemsAt, nodeAt, textAt } from "./yaml-lookup";
import type { YamlMap, YamlNode } from "./yaml-tree";

/** What a pod is to Redis. `server`: it runs Redis itself. */
export type PodRole = "client" | "proxy" | "server";

export interface PodContainers {
  readonly role: PodRole;
  readonly main: YamlMap;
  readonly all: readonly YamlMap[];
}

const PROXIES = /^(.*-)?(haproxy|envoy|twemproxy|nutcracker|predixy|redis-cluster-proxy)(-.*)?$/;
const SERVERS = /^(redis|valkey|keydb|dragonfly)(-(stack|server|cluster|sentinel|alpine))*$/;
/** Helpers beside the container that the pod is for. */
const SIDECARS =
  /istio|proxyv2|linkerd|envoy|haproxy|twemproxy|nutcracker|predixy|datadog|fluent|filebeat|vector|promtail|vault|cloud-?sql|exporter|otel|opentelemetry|newrelic|jaeger|statsd|config-reload|aws-for/;

/** The container that a pod is for: the one that kubectl would take, else the first that is no known helper. Null: there is none. */
export function containersOf(template: YamlNode | null): PodContainers | null {
  const all = itemsAt(template, "spec", "containers").filter((item) => item.kind === "map");
  const chosen = textAt(
    nodeAt(template, "metadata", "annotations"),
    "kubectl.kubernetes.io/default-container",
  );
  const main =
    all.find((container) => chosen !== null && textAt(container, "name") === chosen) ??
    all.find((container) => !SIDECARS.test(imageOf(container))) ??
    all[0];
  if (main === undefined) return null;
  const image = imageOf(main);
  const isProxy = PROXIES.test(image) && !/ingress|exporter/.test(image);
  return { role: isProxy ? "proxy" : SERVERS.test(image) ? "server" : "client", main, all };
}

/** `docker.io/bitnami/redis:7.2@sha256:…` → `redis` */
function imageOf(container: YamlNode): string {
  const image = (textAt(container, "image") ?? "").slice(0, 300).toLowerCase();
  const name = image.split("@")[0]?.split("/").at(-1) ?? "";
  return name.split(":")[0] ?? "";
}
