import { describe, expect, it } from "vitest";
import { matchesId } from "./match";
import { limitsOf, parametersOf } from "./parameters";

const nothing = { maxclients: null, timeoutSec: null, tcpKeepaliveSec: null, closeOnReplicaWrite: null };

describe("parameters", () => {
  it("mean limits", () => {
    const parameters = parametersOf("orders-params", [
      { ParameterName: "maxclients", ParameterValue: "65000" },
      { ParameterName: "timeout", ParameterValue: "0" },
      { ParameterName: "tcp-keepalive", ParameterValue: "300" },
      { ParameterName: "close-on-replica-write", ParameterValue: "yes" },
      { ParameterName: "appendonly", ParameterValue: undefined },
      { ParameterValue: "nameless" },
      {},
    ]);
    expect(Object.keys(parameters.values)).toHaveLength(4);
    expect(limitsOf(parameters)).toEqual({
      maxclients: 65_000,
      timeoutSec: 0,
      tcpKeepaliveSec: 300,
      closeOnReplicaWrite: true,
    });
  });

  it.each<[Record<string, string>, object]>([
    [{}, nothing],
    [{ maxclients: "{DBInstanceClassMemory/12}", timeout: "", "tcp-keepalive": "-1" }, nothing],
    [{ "close-on-slave-write": "no" }, { ...nothing, closeOnReplicaWrite: false }],
    [{ "close-on-replica-write": "perhaps" }, nothing],
    [{ timeout: " 20 " }, { ...nothing, timeoutSec: 20 }],
  ])("%j", (values, expected) => {
    expect(limitsOf({ group: "g", values })).toEqual(expected);
  });
});

it.each([
  ["prod-*", "prod-orders", true],
  ["prod-*", "stage-prod-orders", false],
  ["*", "anything", true],
  ["PROD-?", "prod-1", true],
  ["orders", "orders-eu", false],
])("pattern %s and id %s: %s", (pattern, id, expected) => {
  expect(matchesId(pattern, id)).toBe(expected);
});
