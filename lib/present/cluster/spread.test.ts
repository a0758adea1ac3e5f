import { expect, test } from "vitest";
import { prepareSpread } from "./spread";

const group = {
  perProxy: [
    { proxy: "proxy-2", connections: 30 },
    { proxy: null, connections: 10 },
  ],
  perNode: [{ node: "n1", connections: 40 }],
};

test("each proxy keeps its place, also one without connections; direct stands last", () => {
  const spread = prepareSpread(group, ["proxy-1", "proxy-2"], ["n1"]);
  expect(spread.bars.map((bar) => [bar.name, bar.connections])).toEqual([
    ["proxy-1", 0],
    ["proxy-2", 30],
    ["direct", 10],
  ]);
  expect(spread.label).toBe("proxy-2 30 and direct 10");
});

test("without proxies it is the spread over nodes", () => {
  const spread = prepareSpread(group, [], ["n1", "n2"]);
  expect(spread.bars.map((bar) => [bar.name, bar.ratio])).toEqual([
    ["n1", 1],
    ["n2", 0],
  ]);
});

test("many are counted, not listed", () => {
  const perNode = Array.from({ length: 9 }, (_, index) => ({ node: `n${index}`, connections: 9 - index }));
  expect(prepareSpread({ perProxy: [], perNode }, [], []).label).toBe("n0 9, n1 8, n2 7, n3 6 and 5 more");
});
