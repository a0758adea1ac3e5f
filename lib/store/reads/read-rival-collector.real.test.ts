import { expect, it } from "vitest";
import type { CollectorRow } from "../rows";
import { eachDatabase } from "../testing/each-database";
import { beat } from "../writes/beat";
import { readRivalCollector } from "./read-rival-collector";

const row = (id: string, more: Partial<CollectorRow> = {}): CollectorRow => ({
  id,
  startedAt: new Date(),
  beatAt: new Date(),
  pid: 17,
  host: "watcher-a",
  version: "0.1.0",
  fleetFile: { state: "missing", path: null, loadedAt: null, problems: [] },
  discovery: [],
  spooledSweeps: 0,
  droppedSweeps: 0,
  loopLagMs: null,
  ...more,
});

eachDatabase("another collector on the same database", (database) => {
  it("is seen while it beats, the first one first; oneself and the silent are none", async () => {
    const store = database.store();
    await beat(store, row("own"));
    expect(await readRivalCollector(store, "own")).toBeNull();
    await beat(store, row("dead", { beatAt: new Date(Date.now() - 60_000) }));
    expect(await readRivalCollector(store, "own")).toBeNull();
    const startedAt = new Date(Date.now() - 3_600_000);
    await beat(store, row("late", { pid: 18 }));
    await beat(store, row("early", { pid: 19, host: "watcher-b", startedAt }));
    expect(await readRivalCollector(store, "own")).toEqual({ pid: 19, host: "watcher-b", startedAt });
  });
});
