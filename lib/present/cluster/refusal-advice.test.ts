import { expect, test } from "vitest";
import { adviseOnRefusal, gatherRefusals } from "./refusal-advice";

test.each([
  [
    "CLIENT LIST",
    "NOPERM User evenkeel has no permissions to run the 'client|list' command",
    "ACL SETUSER evenkeel +client|list",
  ],
  [
    "CLIENT LIST",
    "NOPERM this user has no permissions to run the 'client' command or its subcommand",
    "ACL SETUSER evenkeel +client|list",
  ],
  ["INFO", "NOPERM User watch has no permissions to run the 'info' command", "ACL SETUSER watch +info"],
  ["CLIENT LIST", "ERR unknown command 'CLIENT', with args beginning with: 'LIST'", null],
  ["CONFIG GET", "ERR something else", null],
])("%s refused with %s", (command, reason, grant) => {
  expect(adviseOnRefusal({ command, reason }).grant).toBe(grant);
});

test("a refusal that is not about rights is told in the server's own words", () => {
  expect(adviseOnRefusal({ command: "PING", reason: "MISCONF disk full" }).sentence).toBe(
    "MISCONF disk full",
  );
});

const denied = {
  command: "CLIENT LIST",
  reason: "NOPERM User evenkeel has no permissions to run the 'client|list' command",
  since: "2026-11-22T14:00:00.000Z",
};

test("the same refusal by several nodes is told once", () => {
  const nodes = [
    { address: "n1", refusals: [denied] },
    { address: "n2", refusals: [denied] },
    { address: "n3", refusals: [] },
  ];
  expect(gatherRefusals(nodes).map((one) => [one.title, one.weight])).toEqual([
    ["CLIENT LIST is refused by 2 of 3 nodes", "warning"],
  ]);
  expect(gatherRefusals(nodes.slice(0, 2))[0]?.title).toBe("CLIENT LIST is refused by all 2 nodes");
  expect(gatherRefusals(nodes.slice(1))[0]?.title).toBe("CLIENT LIST is refused by n2");
});

test("a refusal that costs little is told quietly", () => {
  const refusals = [{ ...denied, command: "ROLE" }];
  expect(gatherRefusals([{ address: "n1", refusals }])[0]?.weight).toBe("plain");
});
