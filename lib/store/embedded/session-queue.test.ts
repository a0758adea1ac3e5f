import { describe, expect, it } from "vitest";
import { createSessionQueue, type SessionQueueOptions } from "./session-queue";

/** A database that writes down what it is asked; BEGIN, COMMIT and ROLLBACK mean what they say. */
function fakeSession() {
  const log: string[] = [];
  let inTransaction = false;
  const run = async (text: string) => {
    await new Promise((resolve) => setImmediate(resolve));
    log.push(text);
    if (text === "abort") throw new Error("unreachable executed");
    if (text.endsWith("BEGIN")) inTransaction = true;
    if (text.endsWith("COMMIT") || text === "ROLLBACK") inTransaction = false;
  };
  return {
    log,
    session: {
      runExclusive: <T>(work: () => Promise<T>) => work(),
      execProtocolRawStream: (unit: Uint8Array) => run(new TextDecoder().decode(unit)),
      isInTransaction: () => inTransaction,
      exec: async (sql: string) => {
        await run(sql);
        return [];
      },
    },
  };
}

function open(given: Partial<SessionQueueOptions> = {}) {
  const { log, session } = fakeSession();
  const evicted: number[] = [];
  const fatal: unknown[] = [];
  const queue = createSessionQueue(session, {
    idleTransactionMs: 10_000,
    onEvict: (client) => evicted.push(client),
    onFatal: (error) => fatal.push(error),
    ...given,
  });
  const ask = (client: number, text: string) => queue.run(client, new TextEncoder().encode(text), () => {});
  return { queue, ask, log, evicted, fatal };
}

describe("the session queue", () => {
  it("serves clients in the order in which they came", async () => {
    const { ask, log } = open();
    await Promise.all([ask(1, "a"), ask(2, "b"), ask(1, "c"), ask(3, "d")]);
    expect(log).toEqual(["a", "b", "c", "d"]);
  });

  it("lets nobody into another client's transaction", async () => {
    const { ask, log } = open();
    const first = ask(1, "1 BEGIN");
    const others = [ask(2, "2 x"), ask(3, "3 BEGIN"), ask(3, "3 COMMIT"), ask(2, "2 y")];
    await first;
    await ask(1, "1 x");
    await ask(1, "1 COMMIT");
    await Promise.all(others);
    expect(log).toEqual(["1 BEGIN", "1 x", "1 COMMIT", "2 x", "3 BEGIN", "3 COMMIT", "2 y"]);
  });

  it("rolls back what a client has left behind", async () => {
    const { queue, ask, log } = open();
    await ask(1, "1 BEGIN");
    const waiting = ask(2, "2 x");
    queue.leave(1);
    await waiting;
    expect(log).toEqual(["1 BEGIN", "ROLLBACK", "2 x"]);
  });

  it("rolls back for a client that left while its statement ran", async () => {
    const { queue, ask, log } = open();
    const begun = ask(1, "1 BEGIN");
    queue.leave(1);
    await Promise.all([begun, ask(2, "2 x")]);
    expect(log).toEqual(["1 BEGIN", "ROLLBACK", "2 x"]);
  });

  it("forgets what a client that left still wanted", async () => {
    const { queue, ask, log } = open();
    const running = ask(2, "2 x");
    const wanted = ask(1, "1 x");
    queue.leave(1);
    await expect(wanted).rejects.toThrow("the client disconnected");
    await running;
    expect(log).toEqual(["2 x"]);
  });

  it("ends a transaction that sits idle while others wait", async () => {
    const { ask, log, evicted } = open({ idleTransactionMs: 5 });
    await ask(1, "1 BEGIN");
    await ask(2, "2 x");
    expect(log).toEqual(["1 BEGIN", "ROLLBACK", "2 x"]);
    expect(evicted).toEqual([1]);
  });

  it("reports an engine that fails", async () => {
    const { ask, fatal } = open();
    await expect(ask(1, "abort")).rejects.toThrow("unreachable executed");
    expect(fatal).toHaveLength(1);
  });
});
