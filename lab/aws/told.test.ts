import { expect, test } from "vitest";
import { createEvents } from "@/lab/aws/events";
import { createRoleHistory } from "@/lab/aws/role-history";

const T = Date.UTC(2026, 0, 15);
const DAY_MS = 86_400_000;

test("events are kept for 14 days, or until they are taken back", () => {
  let nowMs = T;
  const events = createEvents(() => nowMs);
  const messages = () => events.between(0, nowMs + 1).map(({ Message }) => Message);
  const tell = (Message: string) =>
    events.tell({ SourceIdentifier: "orders", SourceType: "replication-group", Message });
  tell("first");
  nowMs += DAY_MS;
  const takeBack = tell("second");
  expect(messages()).toEqual(["first", "second"]);
  nowMs += 13 * DAY_MS + 1;
  expect(messages()).toEqual(["second"]);
  takeBack();
  expect(messages()).toEqual([]);
});

test("roles are as they were then", () => {
  const roles = createRoleHistory(true);
  roles.note(true, T);
  roles.note(false, T + 10);
  expect([T - 1, T + 9, T + 10, T + 99].map(roles.at)).toEqual(["primary", "primary", "replica", "replica"]);
});
