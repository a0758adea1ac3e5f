import type { ImportDraft, KnownDefault } from "./import-draft";
import { readField } from "./kubernetes-object";
import { count, durationIn } from "./scalar-values";
import { entryOf, itemsAt, nodeAt, textAt } from "./yaml-lookup";
import type { YamlMap, YamlNode } from "./yaml-tree";

const KUBERNETES: KnownDefault = {
  name: "Kubernetes default",
  reference:
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes",
};

const KINDS = ["liveness", "readiness"] as const;

/** Both probes of the container that the pod is for. No probe is known too: then its settings are unset. */
export function readProbes(draft: ImportDraft, container: YamlMap, subject: string): void {
  for (const kind of KINDS) {
    const entry = entryOf(container, `${kind}Probe`);
    const paths = {
      period: `pod.${kind}Period`,
      timeout: `pod.${kind}Timeout`,
      failures: `pod.${kind}FailureThreshold`,
      touches: `pod.${kind}TouchesRedis`,
    } as const;
    if (entry === null || entry.value.kind !== "map") {
      if (entry !== null && !(entry.value.kind === "scalar" && entry.value.isNull))
        draft.reject(entry.line, entry.key, "a map is expected");
      else
        for (const path of Object.values(paths)) draft.set(path, subject, { kind: "unset" }, container.line);
      continue;
    }
    const probe = entry.value;
    const seconds = durationIn(1000, "seconds", {});
    const otherwise = (sec: number) => ({
      value: { kind: "duration", ms: sec * 1000 } as const,
      known: KUBERNETES,
    });
    const of = { draft, at: probe, subject };
    readField({ ...of, field: "periodSeconds", path: paths.period, read: seconds, otherwise: otherwise(10) });
    readField({
      ...of,
      field: "timeoutSeconds",
      path: paths.timeout,
      read: seconds,
      otherwise: otherwise(1),
    });
    readField({
      ...of,
      field: "failureThreshold",
      path: paths.failures,
      read: count({}),
      otherwise: { value: { kind: "count", count: 3 }, known: KUBERNETES },
    });
    const touches = touchesRedis(probe);
    if (touches !== null) draft.set(paths.touches, subject, { kind: "flag", isOn: touches }, entry.line);
  }
}

/** Only what the probe itself says: what stands behind a path of HTTP nobody knows here. Null: it does not say. */
function touchesRedis(probe: YamlNode): boolean | null {
  const command = itemsAt(probe, "exec", "command").map((word) => (word.kind === "scalar" ? word.text : ""));
  if (command.length > 0)
    return /\b(redis|valkey)(-cli|-benchmark)?\b|:6379\b/i.test(command.join(" ")) ? true : null;
  const path = textAt(probe, "httpGet", "path");
  const service = textAt(probe, "grpc", "service");
  if (/redis|valkey/i.test(`${path ?? ""} ${service ?? ""}`)) return true;
  // A port that opens says nothing about Redis, and asks nothing of it.
  return nodeAt(probe, "tcpSocket") === null ? null : false;
}
