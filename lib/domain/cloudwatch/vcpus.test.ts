import { expect, it } from "vitest";
import { vcpusOf } from "./vcpus";

it.each([
  ["cache.r7g.large", 2],
  ["cache.r6gd.xlarge", 4],
  ["cache.m7g.16xlarge", 64],
  ["cache.m5.24xlarge", 96],
  ["cache.c7gn.2xlarge", 8],
  ["cache.t4g.micro", 2],
  ["cache.t3.medium", 2],
  ["cache.t2.small", 1],
  ["cache.t2.medium", 2],
  ["cache.t1.micro", 1],
  ["cache.m3.medium", 1],
  ["cache.m2.4xlarge", 8],
  ["cache.r9z.metal", null],
  ["cache.r7g.0xlarge", null],
  ["r7g.large", null],
  ["", null],
  [null, null],
])("%s has %s vCPUs", (nodeType, vcpus) => {
  expect(vcpusOf(nodeType)).toBe(vcpus);
});
