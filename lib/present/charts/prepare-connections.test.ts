import { expect, test } from "vitest";
import { prepareConnections } from "./prepare-connections";
import { connectionsAnswer, instant, START_MS } from "./testing/connections-answer";

const tones = new Map([
  ["proxy-1", 0],
  ["proxy-2", 1],
]);

test("points stand in the middle of their buckets, the running one not after now", () => {
  const answer = connectionsAnswer({ "proxy-1": [1, 2] }, { now: instant(START_MS + 12_000) });
  expect(prepareConnections(answer, { tones }).atMs).toEqual([START_MS + 5_000, START_MS + 12_000]);
});

test("the fair share is the mean of the proxies, and unknown as soon as one of them is", () => {
  const answer = connectionsAnswer({ "proxy-1": [10, 10], "proxy-2": [30, null] });
  expect(prepareConnections(answer, { tones }).reference).toEqual({ name: "fair share", values: [20, null] });
});

test("one proxy, groups and nodes have no fair share", () => {
  expect(prepareConnections(connectionsAnswer({ "proxy-1": [1] }), { tones }).reference).toBeNull();
  const groups = connectionsAnswer({ a: [1], b: [3] }, { by: "group" });
  expect(prepareConnections(groups, { tones }).reference).toBeNull();
});

test("sums are dashed while a node is missing; a node's own line is not", () => {
  const missing = { nodesSeen: [2, 1], nodesExpected: 2 };
  const sums = prepareConnections(connectionsAnswer({ "proxy-1": [4, 2] }, missing), { tones });
  expect(sums.lines[0]?.partial).toEqual([4, 2]);
  const nodes = prepareConnections(connectionsAnswer({ n1: [4, 4] }, { by: "node", ...missing }), { tones });
  expect(nodes.lines[0]?.whole).toEqual([4, 4]);
});

test("a line that ended earlier than the data is not current", () => {
  const answer = connectionsAnswer({ "proxy-1": [4, 4, null], "proxy-2": [4, 4, 4] });
  expect(prepareConnections(answer, { tones }).lines.map((line) => line.current)).toEqual([false, true]);
});

test("what is no single subject takes a grey of its own", () => {
  const answer = connectionsAnswer({ "proxy-1": [4], rest: [1] });
  const series = answer.series.map((one) => (one.name === "rest" ? { ...one, role: "rest" as const } : one));
  const model = prepareConnections({ ...answer, series }, { tones });
  expect(model.lines.map((line) => line.tone)).toEqual([0, "rest"]);
});

test("lines left out are counted in words", () => {
  const answer = connectionsAnswer({ a: [1] }, { by: "group", subjects: { shown: 10, of: 40 } });
  expect(prepareConnections(answer, { tones }).note).toBe(
    "the 10 largest of 40 groups, the others summed as “rest”",
  );
});

test("a sum that would press the others to the floor is read but not drawn, and said", () => {
  const subjects = { shown: 2, of: 60 };
  const answer = connectionsAnswer({ n1: [4], n2: [5], rest: [1204] }, { by: "node", subjects });
  const series = answer.series.map((one) => (one.name === "rest" ? { ...one, role: "rest" as const } : one));
  const model = prepareConnections({ ...answer, series }, { tones });
  expect(model.lines.map((line) => line.name)).toEqual(["n1", "n2"]);
  expect(model.aside.map((line) => line.name)).toEqual(["rest"]);
  expect(model.max).toBe(5);
  expect(model.note).toBe("the 2 largest of 60 nodes, the others hold 1,204 together");
});

test("points of buckets that reach beyond the window stay inside it", () => {
  const window = { from: instant(START_MS + 7_000), to: instant(START_MS + 12_000) };
  const model = prepareConnections(connectionsAnswer({ a: [1, 1] }, { window }), { tones });
  expect(model.atMs).toEqual([START_MS + 7_000, START_MS + 12_000]);
});

test("only what happened inside the window is marked", () => {
  const observation = (atMs: number) => ({
    at: instant(atMs),
    subject: "n1",
    kind: "role",
    sentence: "n1 became primary",
    precisionMs: 1000,
    source: "ROLE",
  });
  const observations = [START_MS - 1, START_MS + 4_000, START_MS + 20_000].map(observation);
  const model = prepareConnections(connectionsAnswer({ "proxy-1": [1, 1] }, { observations }), { tones });
  expect(model.marks.map((mark) => mark.atMs)).toEqual([START_MS + 4_000]);
});
