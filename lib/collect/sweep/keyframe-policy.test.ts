import { expect, test } from "vitest";
import { createKeyframePolicy } from "./keyframe-policy";

test("the first sweep carries the whole set, then one each ten minutes", () => {
  const policy = createKeyframePolicy();
  expect(policy.isDue(0, 100)).toBe(true);
  policy.taken(0, 5000);
  expect(policy.isDue(10_000, 10)).toBe(false);
  expect(policy.isDue(599_999, 10)).toBe(false);
  expect(policy.isDue(600_000, 10)).toBe(true);
});

test("a burst whose deltas outweigh the last whole set brings the next one forward", () => {
  const policy = createKeyframePolicy();
  policy.taken(0, 5000);
  expect(policy.isDue(10_000, 4000)).toBe(false);
  expect(policy.isDue(20_000, 1001)).toBe(true);
});

test("a hole in the chain of deltas is mended with the next sweep", () => {
  const policy = createKeyframePolicy();
  policy.taken(0, 5000);
  policy.force();
  expect(policy.isDue(10_000, 10)).toBe(true);
});
