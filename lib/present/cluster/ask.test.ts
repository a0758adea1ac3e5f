import { expect, test } from "vitest";
import { DEFAULT_VIEW } from "../url";
import { askClients, askConnections, clientsSortOf } from "./ask";

test("a live view asks relative to the server's clock, a pinned one for two instants", () => {
  expect(askConnections(DEFAULT_VIEW)).toMatchObject({ last: "1h", by: "proxy" });
  const window = {
    kind: "between" as const,
    fromMs: Date.UTC(2026, 10, 22, 13),
    toMs: Date.UTC(2026, 10, 22, 14),
  };
  const asked = askConnections({ ...DEFAULT_VIEW, window });
  expect(asked).toMatchObject({ from: "2026-11-22T13:00:00.000Z", to: "2026-11-22T14:00:00.000Z" });
  expect(asked).not.toHaveProperty("last");
});

test("only what is filtered is asked for", () => {
  expect(askClients(DEFAULT_VIEW, null)).toEqual({ sort: "newest", limit: 100 });
  const view = {
    ...DEFAULT_VIEW,
    group: "orders-api",
    q: "  10.0.3 ",
    at: Date.UTC(2026, 10, 22, 13, 41, 20),
  };
  expect(askClients(view, "c1")).toEqual({
    at: "2026-11-22T13:41:20Z",
    group: "orders-api",
    q: "10.0.3",
    cursor: "c1",
    sort: "newest",
    limit: 100,
  });
});

test.each([
  [null, "newest"],
  [{ column: "opened", direction: "asc" as const }, "oldest"],
  [{ column: "name", direction: "desc" as const }, "name"],
  [{ column: "nonsense", direction: "asc" as const }, "newest"],
])("sort %j is %s", (sort, word) => {
  expect(clientsSortOf(sort)).toBe(word);
});
