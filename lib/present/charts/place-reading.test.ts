import { expect, test } from "vitest";
import { placeReading, READING_WIDTH_PX } from "./place-reading";

const wide = { left: 40, top: 10, width: 900, height: 200 };

test("right of the cursor, left of it near the right edge, under the plot on a phone", () => {
  expect(placeReading(100, wide)).toEqual({ left: 112, top: 10 });
  expect(placeReading(900, wide)).toEqual({ left: 900 - 12 - READING_WIDTH_PX, top: 10 });
  expect(placeReading(150, { left: 40, top: 10, width: 240, height: 200 })).toEqual({ left: 40, top: 214 });
});
