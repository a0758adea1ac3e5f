import { describe, expect, test } from "vitest";
import type { NodeFacts } from "./node-facts";
import {
  type KnownState,
  NOTHING_KNOWN,
  observeAnswer,
  observeFacts,
  observeRefusal,
  observeSilence,
} from "./observe";
import { failure } from "./sources/redis-failure";

const moment = { address: "10.0.0.1:6379", atMs: 1_000_000, precisionMs: 1000 };
const primary: NodeFacts = {
  runId: "aaaaaaaaaaaa",
  role: "primary",
  primary: null,
  replicas: [],
  primaryLinkUp: null,
  linkDownSec: null,
  isCluster: false,
  uptimeSec: 60,
  engine: "redis",
  version: "7.0.15",
  redisVersion: "7.0.15",
};
const replica: NodeFacts = { ...primary, role: "replica", primary: "10.0.0.2:6379", primaryLinkUp: true };
const known: KnownState = { runId: "aaaaaaaaaaaa", role: "primary", reachable: true, linkUp: null };

describe("facts", () => {
  test("what is seen for the first time has not changed", () => {
    expect(observeFacts(NOTHING_KNOWN, replica, moment)).toEqual([]);
  });

  test("a node that is as it was tells nothing", () => {
    expect(observeFacts(known, primary, moment)).toEqual([]);
  });

  test("a restart is dated by uptime, to a second", () => {
    const [event, ...more] = observeFacts(known, { ...primary, runId: "bbbbbbbbbbbb", uptimeSec: 3 }, moment);
    expect(more).toEqual([]);
    expect(event).toMatchObject({ kind: "run", atMs: 997_000, precisionMs: 1000, before: "aaaaaaaaaaaa" });
    expect(event?.sentence).toBe(
      "10.0.0.1:6379 restarted: another process answers (aaaaaaaa before, bbbbbbbb now)",
    );
  });

  test("a failover changes the role, and says what it was", () => {
    expect(observeFacts(known, replica, moment)).toMatchObject([
      {
        kind: "role",
        before: "primary",
        after: "replica",
        sentence: expect.stringContaining("it was a primary"),
      },
    ]);
  });

  test("a lost link is dated by the time that INFO gives, a found one by the probe", () => {
    const up: KnownState = { ...known, role: "replica", linkUp: true };
    expect(observeFacts(up, { ...replica, primaryLinkUp: false, linkDownSec: 7 }, moment)).toMatchObject([
      { kind: "link", atMs: 993_000, before: "up", after: "down", precisionMs: 1000 },
    ]);
    expect(observeFacts({ ...up, linkUp: false }, replica, moment)).toMatchObject([
      { kind: "link", atMs: 1_000_000, before: "down", after: "up" },
    ]);
  });

  test("a role or run that could not be read is no change", () => {
    expect(observeFacts(known, { ...primary, role: "unknown", runId: null }, moment)).toEqual([]);
  });
});

test("silence and answer name the reason and the time between", () => {
  expect(observeSilence(failure("timeout", "does not answer within 2000 ms"), moment).sentence).toBe(
    "10.0.0.1:6379 does not answer within 2000 ms",
  );
  expect(observeAnswer(61_200, moment).sentence).toBe("10.0.0.1:6379 answers again after 61 s");
  expect(observeAnswer(null, moment)).toMatchObject({
    sentence: "10.0.0.1:6379 answers again",
    after: "answering",
  });
});

test("a refusal names the command and the server's reason", () => {
  expect(observeRefusal("CLIENT LIST", "NOPERM this user has no permissions", moment).sentence).toBe(
    "10.0.0.1:6379 refuses CLIENT LIST: NOPERM this user has no permissions",
  );
});
