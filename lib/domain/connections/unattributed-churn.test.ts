import { describe, expect, it } from "vitest";
import { createTestLedger, many, sweep } from "./testing/sweep-ledger";

describe("unattributed churn", () => {
  it("leaves our own connections and the replicas out", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, many(1));
    expect(
      sweep(ledger, 1, [{ id: 1 }, { id: 3, name: "evenkeel" }, { id: 4, flags: "S" }]).unattributed,
    ).toBe(1);
    expect(
      sweep(ledger, 2, [{ id: 1 }, { id: 3, name: "evenkeel" }, { id: 4, flags: "S" }, { id: 7 }], {
        ownBrief: 1,
      }).unattributed,
    ).toBe(1);
  });

  it("counts those above the highest id that is still open, where INFO counts them", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, many(1), { received: 1 });
    expect(sweep(ledger, 1, many(1), { received: 4 }).unattributed).toBe(3);
    expect(sweep(ledger, 2, many(1, 5), { received: 5 }).unattributed).toBe(0);
  });

  it("does not take the link to the primary for a connection received", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, many(1), { received: 1 });
    expect(sweep(ledger, 1, [{ id: 1 }, { id: 2, flags: "M" }], { received: 2 }).unattributed).toBe(1);
  });

  it("evens out what the list saw before INFO had counted it", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, many(1), { received: 1 });
    expect(sweep(ledger, 1, many(1, 2), { received: 1 }).unattributed).toBe(0);
    expect(sweep(ledger, 2, many(1, 2), { received: 3 }).unattributed).toBe(1);
  });

  it("goes by ids while the counter is unknown or was reset", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, many(1), { received: 100 });
    expect(sweep(ledger, 1, many(1, 4), { received: 2 }).unattributed).toBe(2);
    expect(sweep(ledger, 2, many(1, 4, 6)).unattributed).toBe(1);
  });
});
