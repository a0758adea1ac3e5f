import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConnectionTable, NO_SLOT } from "./connection-table";

describe("ConnectionTable", () => {
  it("finds what a Map would find, whatever is added and removed", () => {
    const id = fc.oneof(
      fc.nat(300),
      fc.constantFrom(0, 2 ** 32, 2 ** 32 + 7, 2 ** 33, Number.MAX_SAFE_INTEGER),
    );
    const step = fc.oneof(
      { weight: 3, arbitrary: id.map((value) => ({ add: value })) },
      { weight: 2, arbitrary: id.map((value) => ({ remove: value })) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const table = new ConnectionTable();
        const model = new Map<number, number>();
        for (const step of steps) {
          if ("add" in step && !model.has(step.add)) model.set(step.add, table.add(step.add, 1));
          if ("remove" in step && model.has(step.remove)) {
            table.remove(model.get(step.remove) ?? NO_SLOT);
            model.delete(step.remove);
          }
        }
        expect(table.size).toBe(model.size);
        for (const [known, slot] of model) expect(table.find(known)).toBe(slot);
        expect(table.find(301)).toBe(NO_SLOT);
        expect([...table.slots()].map((slot) => table.id[slot]).sort()).toEqual([...model.keys()].sort());
      }),
    );
  });

  it("grows to many consecutive ids and shrinks to none", () => {
    const table = new ConnectionTable();
    for (let id = 0; id < 20_000; id++) table.add(id, 1);
    for (let id = 0; id < 20_000; id++) expect(table.find(id)).toBe(id);
    for (let slot = 0; slot < 20_000; slot++) table.remove(slot);
    expect([table.size, [...table.slots()], table.find(7)]).toEqual([0, [], NO_SLOT]);
  });
});
