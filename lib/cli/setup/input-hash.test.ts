import { describe, expect, it } from "vitest";
import { hashInputs, isStamped } from "./input-hash.mjs";

describe("the hash over inputs", () => {
  it("is the same for the same files, whether something absent is named or not", () => {
    const hash = hashInputs(["lib/cli/setup"]);
    expect(hashInputs(["lib/cli/setup", "no/such/folder"])).toBe(hash);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it("differs when a file counts or not", () => {
    expect(hashInputs(["lib/cli/setup"], (path) => !path.endsWith(".test.ts"))).not.toBe(
      hashInputs(["lib/cli/setup"]),
    );
  });

  it("is not stamped where there is no stamp", () => {
    expect(isStamped("no/such/stamp", "0")).toBe(false);
  });
});
