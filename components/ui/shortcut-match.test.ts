import { expect, test } from "vitest";
import { matchShortcut } from "./shortcut-match";

const bound = [{ keys: "/" }, { keys: "g f" }, { keys: "g i" }, { keys: "[" }];

test.each([
  { typed: ["/"], found: "/" },
  { typed: ["g", "f"], found: "g f" },
  { typed: ["g", "g", "f"], found: "g f" },
  { typed: ["x", "["], found: "[" },
  { typed: ["g", "["], found: "[" },
])("$typed runs $found", ({ typed, found }) => {
  expect(matchShortcut(typed, bound)).toEqual({ kind: "found", shortcut: { keys: found } });
});

test("the first key of a sequence waits for the second", () => {
  expect(matchShortcut(["g"], bound)).toEqual({ kind: "pending", keys: ["g"] });
  expect(matchShortcut(["f", "g"], bound)).toEqual({ kind: "pending", keys: ["g"] });
});

test("keys that lead nowhere are forgotten", () => {
  expect(matchShortcut(["x"], bound)).toEqual({ kind: "none" });
  expect(matchShortcut(["g", "x"], bound)).toEqual({ kind: "none" });
});
