import { expect, test } from "vitest";
import { readLabPort } from "@/lab/lab-port";

test.each([
  [undefined, null],
  ["", null],
  ["0", 0],
  ["4711", 4711],
])("LAB_PORT %j is %j", (text, port) => {
  expect(readLabPort({ LAB_PORT: text })).toBe(port);
});

test.each(["many", "-1", "65536", "1.5"])("LAB_PORT %j is refused, and says what is allowed", (text) => {
  expect(() => readLabPort({ LAB_PORT: text })).toThrow(/allowed: 0 to 65535/);
});
