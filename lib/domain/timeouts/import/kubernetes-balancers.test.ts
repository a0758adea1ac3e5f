import { expect, it } from "vitest";
import { kubernetesImporter } from "./kubernetes";

const PREFIX = "service.beta.kubernetes.io/aws-load-balancer-";

function idleOf(annotations: readonly string[]) {
  const text = `apiVersion: v1
kind: Service
metadata:
  name: redis
  annotations:
${annotations.map((line) => `    ${PREFIX}${line}`).join("\n")}
spec: { type: LoadBalancer, ports: [{ port: 6379 }] }
`;
  const { settings, rejects } = kubernetesImporter.read(text, { name: "redis.yaml", readAtMs: null });
  const idle = settings.find(({ layer, key }) => layer === "load-balancer" && key === "idle");
  return { value: idle?.value, kind: idle?.source.kind, rejects };
}

it("takes the Classic Load Balancer's annotations for no other's", () => {
  expect(idleOf(['connection-idle-timeout: "3600"'])).toEqual({
    value: { kind: "duration", ms: 3_600_000 },
    kind: "file",
    rejects: [],
  });
  expect(idleOf(["type: nlb", 'connection-idle-timeout: "3600"'])).toEqual({
    value: { kind: "duration", ms: 350_000 },
    kind: "default",
    rejects: [{ line: 7, text: "connection-idle-timeout", reason: "a Network Load Balancer ignores this" }],
  });
});

it("reads the idle time-out of a Network Load Balancer's listener", () => {
  expect(
    idleOf(["type: external", "listener-attributes.TCP-6379: tcp.idle_timeout.seconds=600"]),
  ).toMatchObject({
    value: { kind: "duration", ms: 600_000 },
    kind: "file",
  });
});
