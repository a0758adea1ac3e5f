import { expect, test } from "vitest";
import { AGE_BOUNDS_SEC, type ConnectionCell, IDLE_BOUNDS_SEC } from "../connections/model";
import { hazardRatio } from "./hazard-ratio";
import { createStrata } from "./strata";

interface Life {
  readonly bucket: number;
  readonly closed: number;
  readonly exposureSec: number;
}

function cell(lives: readonly Life[], closedOnce = 0, group = "app"): ConnectionCell {
  const at = (of: (life: Life) => number) =>
    Array.from({ length: AGE_BOUNDS_SEC.length + 1 }, (_, bucket) =>
      lives.filter((life) => life.bucket === bucket).reduce((sum, life) => sum + of(life), 0),
    );
  return {
    proxy: "p",
    group,
    connections: 0,
    opened: 0,
    closed: lives.reduce((sum, { closed }) => sum + closed, 0),
    commands: null,
    profile: {
      exposureSec: at(({ exposureSec }) => exposureSec),
      closedByAge: at(({ closed }) => closed),
      closedOnce,
      idle: new Array<number>(IDLE_BOUNDS_SEC.length + 1).fill(0),
      idleAtClose: new Array<number>(IDLE_BOUNDS_SEC.length + 1).fill(0),
      waiting: 0,
      busiest: null,
      pipelining: null,
    },
  };
}

function ratioOf(
  cells: readonly ConnectionCell[],
  compared: readonly boolean[],
  slot: number,
): number | null {
  const strata = createStrata();
  for (const [at, one] of cells.entries()) strata.add(at, one, 0);
  let value: number | null = null;
  strata.sums(compared, (at, own, others, variance) => {
    if (at === slot) value = hazardRatio({ own, others, variance }, 1, 1.96)?.value ?? null;
  });
  return value;
}

test("a subject with younger connections is compared with others of their age", () => {
  // Young ones close ten times as often; the first subject has mostly young ones and no other difference.
  const mostlyYoung = cell([
    { bucket: 0, closed: 90, exposureSec: 900 },
    { bucket: 8, closed: 1, exposureSec: 100 },
  ]);
  const mostlyOld = cell([
    { bucket: 0, closed: 10, exposureSec: 100 },
    { bucket: 8, closed: 9, exposureSec: 900 },
  ]);
  expect(ratioOf([mostlyYoung, mostlyOld], [true, true], 0)).toBeCloseTo(1);
});

test("groups are strata too, and who is not compared takes no part", () => {
  const slow = cell([{ bucket: 3, closed: 5, exposureSec: 1000 }]);
  const fast = cell([{ bucket: 3, closed: 20, exposureSec: 1000 }]);
  const elsewhere = cell([{ bucket: 3, closed: 900, exposureSec: 1000 }], 0, "other");
  expect(ratioOf([slow, fast, elsewhere], [true, true, true], 0)).toBeCloseTo(0.25);
  expect(
    ratioOf([slow, fast, cell([{ bucket: 3, closed: 900, exposureSec: 10 }])], [true, true, false], 0),
  ).toBeCloseTo(0.25);
});

test("those that one sweep alone saw are taken off the youngest", () => {
  const checked = cell([{ bucket: 0, closed: 25, exposureSec: 1000 }], 20);
  const plain = cell([{ bucket: 0, closed: 5, exposureSec: 1000 }]);
  expect(ratioOf([checked, plain], [true, true], 0)).toBeCloseTo(1);
});

test("without a life table exposure is what the sweeps saw", () => {
  const strata = createStrata();
  const { profile: _, ...bare } = cell([{ bucket: 0, closed: 10, exposureSec: 0 }]);
  strata.add(0, bare, 1000);
  strata.add(1, bare, 500);
  const own: number[] = [];
  strata.sums([true, true], (_slot, ownSum) => own.push(ownSum));
  expect(own[0]).toBeCloseTo((10 * 500) / 1500);
});
