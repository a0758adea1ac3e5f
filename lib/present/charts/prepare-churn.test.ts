import { expect, test } from "vitest";
import { prepareChurn } from "./prepare-churn";
import { connectionsAnswer } from "./testing/connections-answer";

test("opened and closed are sums of the series, unknown only where none is known", () => {
  const model = prepareChurn(connectionsAnswer({ a: [1, 1, null], b: [1, null, null] }));
  expect(model.opened).toEqual([2, 1, null]);
  expect(model.closed).toEqual([4, 2, null]);
});

test("the axis leaves room for what came and went unseen, on either side", () => {
  const model = prepareChurn(connectionsAnswer({ a: [1, 1] }, { unattributedPerSec: [null, 5] }));
  expect(model.unseen).toEqual([null, 5]);
  expect(model.anyUnseen).toBe(true);
  expect(model.max).toBe(7);
});
