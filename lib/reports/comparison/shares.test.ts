import { describe, expect, it } from "vitest";
import { type Shared, shareChange, sharesNow, sharesOver } from "./shares";

function shared(connections: number | null, change: Partial<Shared> = {}): Shared {
  return { weight: 1, inRotation: true, connections, line: [], untold: [], ...change };
}

describe("shares now", () => {
  it("adds up to one, each with the bounds that chance leaves it", () => {
    const { shares, skew } = sharesNow([shared(450), shared(50), shared(50), shared(50)]);
    expect(shares.map((one) => one.share)).toEqual([0.75, 50 / 600, 50 / 600, 50 / 600]);
    expect(shares.every((one) => one.fairShare === 0.25)).toBe(true);
    const [heavy] = shares;
    expect(heavy?.low).toBeGreaterThan(0.6);
    expect(heavy?.high).toBeLessThan(0.9);
    expect(skew).toBeGreaterThan(2);
    expect(skew).toBeLessThan(3);
  });

  it("chance is no skew", () => {
    expect(sharesNow([shared(52), shared(48), shared(55), shared(45)]).skew).toBe(1);
  });

  it("weights are meant", () => {
    const { shares, skew } = sharesNow([shared(300, { weight: 3 }), shared(100)]);
    expect(shares.map((one) => one.fairShare)).toEqual([0.75, 0.25]);
    expect(skew).toBe(1);
  });

  it("who does not take part has no fair share and takes none away", () => {
    const { shares } = sharesNow([shared(50), shared(50), shared(0, { inRotation: false })]);
    expect(shares.map((one) => [one.fairShare, one.share])).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
      [0, 0],
    ]);
  });

  it("an endpoint that cannot tell neither moves nor hides the shares of the others", () => {
    const { shares, skew } = sharesNow([shared(null), shared(50), shared(50), shared(50)]);
    expect(shares.map((one) => one.share)).toEqual([null, 0.25, 0.25, 0.25]);
    expect(shares.map((one) => one.fairShare)).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(skew).toBe(1);
  });

  it("nothing known, nobody there, one alone: no skew", () => {
    expect(sharesNow([shared(null), shared(null)]).skew).toBeNull();
    expect(sharesNow([]).skew).toBeNull();
    expect(sharesNow([shared(7)]).skew).toBeNull();
    expect(sharesNow([shared(0), shared(0)])).toMatchObject({ skew: null, shares: [{ share: null }, {}] });
  });
});

describe("shares over time", () => {
  it("breaks where nothing is known, and leaves who was not there out", () => {
    const lines = sharesOver([
      shared(0, { line: [10, null, 30, 10], untold: [false, false, false, false] }),
      shared(0, { line: [30, null, 10, null], untold: [false, false, false, false] }),
    ]);
    expect(lines).toEqual([
      [0.25, null, 0.75, 1],
      [0.75, null, 0.25, null],
    ]);
  });

  it("who was there and did not tell keeps its fair share", () => {
    const lines = sharesOver([
      shared(0, { line: [10], untold: [false] }),
      shared(0, { line: [null], untold: [true] }),
    ]);
    expect(lines).toEqual([[0.5], [null]]);
  });

  it("the change is the last tenth against the first", () => {
    const rising = Array.from({ length: 100 }, (_, index) => index / 100);
    expect(shareChange(rising)).toBeCloseTo(0.9);
    expect(shareChange([...new Array(900).fill(null), ...rising])).toBeCloseTo(0.9);
    expect(shareChange([null, 0.2, null, 0.3, null])).toBeCloseTo(0.1);
    expect(shareChange([null, 0.2])).toBeNull();
    expect(shareChange([])).toBeNull();
  });
});
