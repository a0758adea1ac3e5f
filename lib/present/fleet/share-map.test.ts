import { expect, test } from "vitest";
import { skewAnswer } from "../skew/testing/skew-answer";
import { mappedClusters, prepareShareMap } from "./share-map";
import { clusterRow } from "./testing/cluster-row";

const cluster = (id: string, names: string[]) =>
  clusterRow(id, { perProxy: names.map((name) => ({ name, connections: 1 })) });
const orders = cluster("orders", ["proxy-2", "proxy-1"]);

test("rows have their names before they have numbers", () => {
  const map = prepareShareMap([orders], new Map());
  expect(map.rows.map(({ name, cells }) => [name, cells])).toEqual([
    ["proxy-1", null],
    ["proxy-2", null],
  ]);
  expect(map.span).toBeNull();
});

test("only clusters whose proxies can be compared, as many as fit, in the table's order", () => {
  const many = Array.from({ length: 9 }, (_, index) => cluster(`c${index}`, ["a", "b"]));
  expect(mappedClusters([cluster("direct", []), ...many]).map(({ id }) => id)).toEqual([
    "c0",
    "c1",
    "c2",
    "c3",
    "c4",
    "c5",
  ]);
});

test("those that changed most come first, whichever cluster they are of", () => {
  const map = prepareShareMap(
    [cluster("calm", ["a", "b"]), orders],
    new Map([
      ["calm", skewAnswer({ a: [0.5, 0.5], b: [0.5, 0.5] })],
      ["orders", skewAnswer({ "proxy-1": [0.5, 0.1], "proxy-2": [0.5, 0.9] })],
    ]),
  );
  expect(map.rows.map(({ cluster: name, name: proxy }) => `${name} ${proxy}`)).toEqual([
    "orders proxy-1",
    "orders proxy-2",
    "calm a",
    "calm b",
  ]);
  expect(map.span?.toMs).toBeGreaterThan(map.span?.fromMs ?? 0);
});
