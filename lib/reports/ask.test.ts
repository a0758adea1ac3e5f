import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Reply } from "@/lib/contract/problem";
import { ask, askHealth } from "./ask";
import { answered } from "./context";

const SHARED = Symbol.for("evenkeel.store");

/** No report of these tests looks into the store. */
beforeEach(() => Reflect.set(globalThis, SHARED, { address: "nowhere", store: { kind: "postgresql" } }));
afterEach(() => Reflect.deleteProperty(globalThis, SHARED));

describe("ask", () => {
  it("gives a report the store, the time and its arguments", async () => {
    const reply = await ask(
      async ({ now, store }, id: string) => answered([id, store.kind, now instanceof Date]),
      "orders",
    );
    expect(reply).toEqual({ state: "answered", answer: ["orders", "postgresql", true] });
  });

  it("the same question at the same time is answered once; another one, or later, again", async () => {
    const report = vi.fn(async (_context: unknown, id: string): Promise<Reply<string>> => answered(id));
    const together = await Promise.all([ask(report, "a"), ask(report, "a"), ask(report, "b")]);
    expect(together.map((reply) => reply.state === "answered" && reply.answer)).toEqual(["a", "a", "b"]);
    expect(report).toHaveBeenCalledTimes(2);
    await ask(report, "a");
    expect(report).toHaveBeenCalledTimes(3);
  });

  it("a failure is shared, too, and not kept", async () => {
    const report = vi.fn(async (): Promise<Reply<string>> => {
      throw Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:5432"), { code: "ECONNREFUSED" });
    });
    const replies = await Promise.all([ask(report), ask(report)]);
    expect(report).toHaveBeenCalledOnce();
    expect(replies[0]).toMatchObject({
      state: "failed",
      failure: { code: "database-away", retryAfterSec: 5 },
    });
    await ask(report);
    expect(report).toHaveBeenCalledTimes(2);
  });

  it("a mistake of ours is no absence of the database", async () => {
    const report = async (): Promise<Reply<string>> => {
      throw new TypeError("rows is undefined");
    };
    await expect(ask(report)).rejects.toThrow("rows is undefined");
  });

  it("while the database is being started it says so", async () => {
    Reflect.deleteProperty(globalThis, SHARED);
    expect(await ask(async () => answered(1))).toMatchObject({
      state: "failed",
      failure: { code: "database-away", detail: "The database is being started." },
    });
    expect(await askHealth()).toMatchObject({ state: "answered", answer: { status: "down" } });
  });
});
