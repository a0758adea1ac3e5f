import { expect, it } from "vitest";
import { DECLARED_KEYS } from "@/lib/config/declared-keys";
import { DECLARED_PATHS, settingsOfDeclared } from "@/lib/domain/timeouts/declared";
import { type Layer, SETTING_KINDS } from "@/lib/domain/timeouts/model";
import { provisions } from "@/lib/domain/timeouts/words";

const KINDS = new Map(
  Object.entries(SETTING_KINDS).flatMap(([layer, keys]) =>
    Object.entries(keys).map(([key, kind]): [string, string] => [`${layer}.${key}`, kind]),
  ),
);

it("every key that the fleet file may have is a setting of the stack, and the other way round", () => {
  expect([...DECLARED_PATHS.keys()].sort()).toEqual([...DECLARED_KEYS.keys()].sort());
});

it.each([...DECLARED_KEYS])("%s, a %s, means a setting of that kind", (key, kind) => {
  expect(KINDS.get(DECLARED_PATHS.get(key) ?? "")).toBe(kind === "surge" ? "count" : kind);
});

it("where a rule lacks a setting, what it says to declare is a key that may be declared", () => {
  const layers = Object.keys(SETTING_KINDS) as Layer[];
  const told = layers.flatMap((layer) =>
    Object.keys(SETTING_KINDS[layer]).flatMap((key) => {
      const sentence = provisions([{ state: "unknown", layer, key, subject: null }]);
      return [...sentence.matchAll(/\b((?:pool|pods|timeouts)\.\w+(?:\.\w+)?) /g)].map(
        ([, name = ""]) => name,
      );
    }),
  );
  expect(told.length).toBeGreaterThan(25);
  expect(told.filter((name) => !DECLARED_KEYS.has(name))).toEqual([]);
});

it("no two keys mean the same setting", () => {
  expect(new Set(DECLARED_PATHS.values()).size).toBe(DECLARED_PATHS.size);
});

it("a declared setting keeps its group, its line and the name of its file", () => {
  const value = { kind: "duration", ms: 350_000 } as const;
  expect(
    settingsOfDeclared(
      [
        { key: "timeouts.loadBalancer.idle", group: null, value, line: 7 },
        { key: "pool.maxWait", group: "api", value: { kind: "infinite" }, line: 9 },
      ],
      "evenkeel.yaml",
      1000,
    ),
  ).toEqual([
    {
      layer: "load-balancer",
      key: "idle",
      subject: null,
      value,
      source: { kind: "declared", name: "evenkeel.yaml", line: 7, reference: null },
      readAtMs: 1000,
      assumed: false,
    },
    {
      layer: "pool",
      key: "maxWait",
      subject: "api",
      value: { kind: "infinite" },
      source: { kind: "declared", name: "evenkeel.yaml", line: 9, reference: null },
      readAtMs: 1000,
      assumed: false,
    },
  ]);
});
