import { expect, test } from "vitest";
import { DEFAULT_VIEW } from "../url";
import { clientsHref, momentHref } from "./clients-link";

test("the clients of a group, at the time this page shows", () => {
  const view = { ...DEFAULT_VIEW, window: { kind: "last" as const, spanMs: 900_000 }, by: "node" as const };
  expect(clientsHref("orders", view, { group: "orders api" })).toBe(
    "/clusters/orders/clients?last=15m&group=orders%20api",
  );
});

test("a picked moment holds the window it was picked in", () => {
  const nowMs = Date.UTC(2026, 10, 22, 14);
  expect(momentHref("orders", DEFAULT_VIEW, nowMs - 60_000, nowMs)).toBe(
    "/clusters/orders/clients?from=2026-11-22T13:00:00Z&to=2026-11-22T14:00:00Z&at=2026-11-22T13:59:00Z",
  );
});
