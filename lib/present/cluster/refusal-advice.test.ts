import { expect, test } from "vitest";
import { adviseOnRefusal } from "./refusal-advice";

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
