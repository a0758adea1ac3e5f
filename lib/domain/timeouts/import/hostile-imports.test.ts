import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { goRedisImporter } from "./go-redis";
import { ioredisImporter } from "./ioredis";
import { kubernetesImporter } from "./kubernetes";
import { nodeRedisImporter } from "./node-redis";
import { redisPyImporter } from "./redis-py";
import { redissonImporter } from "./redisson";
import { springImporter } from "./spring";

const READERS = [
  kubernetesImporter,
  springImporter,
  redissonImporter,
  ioredisImporter,
  nodeRedisImporter,
  redisPyImporter,
  goRedisImporter,
];
const FIVE_MB = 5 * 1024 * 1024;
/** The others read by the same code as ioredis. */
const SOME_OF_EACH_KIND = [kubernetesImporter, springImporter, ioredisImporter];
/** Enough for quadratic work to show. */
const LARGE = 512 * 1024;
/** Far above what it takes on a quiet machine; a busy one takes its time, and quadratic work would take hours. */
const PATIENCE_MS = 60_000;

const filled = (line: (index: number) => string, characters = LARGE): string => {
  const lines: string[] = [];
  for (let size = 0, index = 0; size < characters; index++) {
    const next = line(index);
    lines.push(next);
    size += next.length + 1;
  }
  return lines.join("\n");
};

const bomb = [
  "a0: &a0 {timeout: 1, socket_timeout: 1, enableReadyCheck: true, pingInterval: 1, DialTimeout: 1s}",
  ...Array.from(
    { length: 40 },
    (_, index) =>
      `a${index + 1}: &a${index + 1} {${"abcdefghi".split("").map((key) => `${key}: *a${index}`)}}`,
  ),
  "spring: {data: {redis: *a40}}",
  "singleServerConfig: *a40",
  "items: *a40",
  "kind: List",
].join("\n");

const HOSTILE: readonly (readonly [string, string])[] = [
  ["aliases that stand for billions", bomb],
  [
    "a value that holds itself",
    "spring: &s {data: {redis: *s}}\nsingleServerConfig: &x {timeout: *x}\nkind: &k [*k]",
  ],
  [
    "merges of merges",
    `m0: &m0 {a: 1}\n${filled((at) => `m${at + 1}: &m${at + 1} {<<: *m${at}, k${at}: 1}`)}`,
  ],
  ["nesting without an end", "[".repeat(LARGE)],
  ["maps without an end", '{"a":'.repeat(LARGE / 5)],
  ["one line", "x".repeat(LARGE)],
  ["quotes without an end", `"${"\\".repeat(LARGE)}`],
  ["lines that go on", `spring.redis.timeout=${"\\\n".repeat(LARGE / 2)}`],
  ["keys that come again", filled((at) => `spring.data.redis.timeout: ${at}`)],
  ["keys that nobody knows", filled((at) => `spring.data.redis.key-${at}=${at}`, FIVE_MB)],
  ["documents", filled((at) => `---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d${at}}`)],
  [
    "workloads",
    filled(
      (at) =>
        `---\nkind: Deployment\nmetadata: {name: d${at}}\nspec: {template: {metadata: {labels: {a: b}}, spec: {containers: [{image: a}]}}}`,
    ),
  ],
  [
    "services",
    filled((at) => `---\nkind: Service\nmetadata: {name: redis${at}}\nspec: {type: LoadBalancer}`),
  ],
  ["tabs", filled(() => "\tkind: Pod\n\t\tname: x")],
  ["separators", "---\n".repeat(FIVE_MB / 4)],
  ["brackets of templates", "{{".repeat(LARGE / 2)],
  ["spaces", `kind:${" ".repeat(LARGE)}x`],
  ["colons", ":".repeat(LARGE)],
  ["comment marks", `{${"//".repeat(LARGE / 2)}`],
  ["comment lines", "// \n".repeat(LARGE / 4)],
  [
    "sleeps",
    `kind: Pod\nmetadata: {name: p}\nspec: {containers: [{image: a, lifecycle: {preStop: {exec: {command: [sh, -c, "${"sleep 1; ".repeat(100_000)}"]}}}}]}`,
  ],
  [
    "digits",
    `singleServerConfig: {timeout: ${"9".repeat(1_000_000)}}\nspring.redis.timeout: ${"9".repeat(1_000_000)}`,
  ],
];

describe.each(HOSTILE)("%s", (_, text) => {
  it.each(SOME_OF_EACH_KIND)(
    "$name: read in bounded time, told in bounded words",
    { timeout: PATIENCE_MS },
    (reader) => {
      expect(["sure", "likely", "no"]).toContain(reader.looksLike(text.slice(0, 262_144), "x.yaml"));
      const { settings, rejects } = reader.read(text, { name: "x", readAtMs: null });
      expect(settings.length).toBeLessThanOrEqual(20_000);
      expect(rejects.length).toBeLessThanOrEqual(201);
      for (const { text: said, reason } of rejects) expect(said.length + reason.length).toBeLessThan(400);
    },
  );
});

describe.each(READERS)("$name", (reader) => {
  const words = fc.constantFrom(
    ..."kind: apiVersion: metadata: name: spec: template: containers: - [ ] { } & * a << | > \" ' , \n \n \n   # --- {{ }} timeout socket: spring: data: redis: singleServerConfig: pool: 1 -1 2s null \t //".split(
      " ",
    ),
    "  ",
    "\n",
    "\n  ",
    "\n    - ",
    "\\",
  );
  const texts = fc.oneof(
    fc.string({ unit: "binary", maxLength: 400 }),
    fc.array(words, { maxLength: 120 }).map((parts) => parts.join(" ")),
    fc.array(words, { maxLength: 120 }).map((parts) => parts.join("")),
    fc.json(),
  );

  it("never throws, and every reject is in the text", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { rejects, settings } = reader.read(text, { name: "x", readAtMs: null });
        const lineCount = text.split("\n").length;
        for (const { line } of rejects) if (line !== null) expect(line).toBeGreaterThan(0);
        for (const { line } of rejects) if (line !== null) expect(line).toBeLessThanOrEqual(lineCount);
        for (const { value } of settings) {
          if (value.kind === "duration") expect(value.ms).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it("repeats no secret, wherever it stands", () => {
    const secret = "hunter2-s3cr3t";
    const places = fc.constantFrom(
      `password: ${secret}`,
      `spring.redis.password=${secret}`,
      `spring: {data: {redis: {url: "redis://u:${secret}@h", password: ${secret}, timeout: ${secret}}}}`,
      `singleServerConfig: {password: ${secret}, timeout: ${secret}, address: redis://:${secret}@h}`,
      `{socket_timeout: ${secret}, redis://:${secret}@h:6379, enableReadyCheck: true, DialTimeout: ${secret}}`,
      `{socket: {connectTimeout: ${secret}}, pingInterval: "${secret}`,
      `kind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, env: [{name: SPRING_REDIS_PASSWORD, value: ${secret}}], livenessProbe: {periodSeconds: ${secret}, exec: {command: [redis-cli, -a, ${secret}]}}}]}`,
      `\tpassword: ${secret}`,
      `? [${secret}]\n: *${secret}`,
      `&${secret} x: |${secret}\n  ${secret}: @${secret}`,
    );
    fc.assert(
      fc.property(
        fc.array(places, { maxLength: 5 }),
        fc.constantFrom("\n", "\n---\n", "\n  "),
        (parts, join) => {
          const imported = reader.read(parts.join(join), { name: "x", readAtMs: null });
          expect(JSON.stringify(imported)).not.toContain(secret);
        },
      ),
    );
  });
});
