import { expect, test } from "vitest";
import { readSoakOptions } from "@/lab/soak/soak-options";

const known = ["lifo-drift", "leak"];

test.each([
  [[], { minutes: 30, withFifoControl: false, scenarios: null }],
  [["--minutes", "2.5", "--fifo-control"], { minutes: 2.5, withFifoControl: true, scenarios: null }],
  [["--scenarios"], { minutes: 30, withFifoControl: false, scenarios: [] }],
  [
    ["--only", "leak, lifo-drift"],
    { minutes: 30, withFifoControl: false, scenarios: ["leak", "lifo-drift"] },
  ],
])("%j is understood", (args, options) => {
  expect(readSoakOptions(args, known)).toEqual(options);
});

test.each([
  [["--minutes", "soon"], /--minutes soon: allowed is/],
  [["--minutes", "0"], /--minutes 0/],
  [["--only", "earthquake"], /known are lifo-drift, leak/],
  [["--forever"], /npm run soak/],
])("%j is refused with what is allowed", (args, message) => {
  expect(() => readSoakOptions(args, known)).toThrow(message);
});
