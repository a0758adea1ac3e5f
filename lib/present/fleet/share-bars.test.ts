import { expect, test } from "vitest";
import { prepareShareBars } from "./share-bars";

const proxies = (...counts: (number | null)[]) =>
  counts.map((connections, index) => ({ name: `proxy-${index + 1}`, connections }));
const plain = (text: string | undefined) => text?.replaceAll("\u202f", " ");
const deviations = (...counts: (number | null)[]) =>
  prepareShareBars(proxies(...counts))?.bars.map(({ deviation }) => deviation);

test.each<[(number | null)[], (number | null)[]]>([
  [
    [100, 100],
    [0, 0],
  ],
  [
    [50, 150],
    [-0.5, 0.5],
  ],
  [
    [0, 0, 0, 400],
    [-1, -1, -1, 1],
  ],
  [
    [0, 0],
    [0, 0],
  ],
  [
    [100, null, 100],
    [0, null, 0],
  ],
  [
    [null, null],
    [null, null],
  ],
])("%j → %j", (counts, expected) => expect(deviations(...counts)).toEqual(expected));

test("fewer than two proxies cannot be compared", () => {
  expect(prepareShareBars([])).toBeNull();
  expect(prepareShareBars(proxies(5))).toBeNull();
});

test("says in words what the bars show", () => {
  expect(plain(prepareShareBars(proxies(312, 318, 1471, null))?.label)).toBe(
    "Most on proxy-3: 1,471, 70 % of 2,101; fair share 33 %; 1 proxy not known",
  );
  expect(prepareShareBars(proxies(null, null))?.label).toBe("No numbers yet of 2 proxies");
  expect(prepareShareBars(proxies(0, 0))?.label).toBe("No connections through any proxy");
});

test("too many to draw: the fairest make way, the order stays", () => {
  const prepared = prepareShareBars([
    ...proxies(...Array<number>(40).fill(100)),
    { name: "z", connections: 900 },
  ]);
  expect(prepared?.bars).toHaveLength(24);
  expect(prepared?.bars.at(-1)?.name).toBe("z");
  expect(prepared?.hidden).toBe(17);
});
