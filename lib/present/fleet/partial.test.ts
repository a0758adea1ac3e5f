import { expect, test } from "vitest";
import { formatConnections, partialReason } from "./partial";

const plain = (text: string) => text.replaceAll("\u202f", " ");

test.each([
  [{ connections: 2412, nodes: 3, nodesAnswering: 3 }, "2,412"],
  [{ connections: 0, nodes: 3, nodesAnswering: 2 }, "≥ 0"],
  [{ connections: 119, nodes: 3, nodesAnswering: 0 }, "119"],
  [{ connections: null, nodes: 3, nodesAnswering: 2 }, "—"],
])("%j reads %s", (row, text) => expect(plain(formatConnections(row))).toBe(text));

test("says why it is a lower bound", () => {
  expect(partialReason({ connections: 5, nodes: 3, nodesAnswering: 2 })).toBe(
    "Counted on 2 of 3 nodes: the others do not answer",
  );
  expect(partialReason({ connections: 5, nodes: 3, nodesAnswering: 3 })).toBeUndefined();
});
