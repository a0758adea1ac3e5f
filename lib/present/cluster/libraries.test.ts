import { expect, test } from "vitest";
import { libraryWords } from "./libraries";

test("the largest library by name, the others by number", () => {
  expect(libraryWords([{ library: "ioredis 5.4", connections: 40 }])).toEqual({
    short: "ioredis 5.4",
    full: "ioredis 5.4: 40",
  });
  expect(
    libraryWords([
      { library: "jedis", connections: 1200 },
      { library: "", connections: 3 },
    ]),
  ).toEqual({ short: "jedis +1", full: "jedis: 1,200, not said: 3" });
});

test("no library is not an empty cell", () => {
  expect(libraryWords([]).short).toBe("—");
});
