import { expect, test } from "vitest";
import { prepareTotal } from "./prepare-total";
import { connectionsAnswer } from "./testing/connections-answer";

test("all connections are one line, dashed where a node was missing", () => {
  const answer = connectionsAnswer(
    { a: [1, 2, null], b: [3, 4, null] },
    { nodesSeen: [2, 1, 0], nodesExpected: 2 },
  );
  const [line] = prepareTotal(answer).lines;
  expect(line?.values).toEqual([4, 6, null]);
  expect(line?.partial).toEqual([4, 6, null]);
  expect(line?.last).toEqual({ index: 1, value: 6 });
});
