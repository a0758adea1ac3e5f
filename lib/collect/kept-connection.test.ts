import { expect, test } from "vitest";
import { keepConnection } from "./kept-connection";
import type { Opened, RedisConnection } from "./sources/redis-connection";
import { failure, type SourceFailure } from "./sources/redis-failure";

const down: Opened = { state: "failed", failure: failure("unreachable", "nothing listens there") };

function fakeConnection(): { connection: RedisConnection; lose(reason: SourceFailure): void } {
  let ended: SourceFailure | null = null;
  const connection: RedisConnection = {
    send: async () => ({ state: "failed", failure: failure("closed", "a fake") }),
    ended: () => ended,
    localAddress: () => null,
    close: () => undefined,
  };
  return {
    connection,
    lose: (reason) => {
      ended = reason;
    },
  };
}

function keep(outcomes: Opened[]) {
  const state = { now: 0, attempts: 0 };
  const kept = keepConnection({
    open: async () => {
      state.attempts++;
      return outcomes.shift() ?? down;
    },
    signal: new AbortController().signal,
    clock: () => state.now,
    random: () => 0.5,
  });
  return { kept, state };
}

test("an open connection is used again, and asking twice at once opens only one", async () => {
  const { connection } = fakeConnection();
  const { kept, state } = keep([{ state: "open", connection }]);
  const [first, second] = await Promise.all([kept.get(), kept.get()]);
  expect(first).toEqual(second);
  expect(await kept.get()).toEqual({ state: "open", connection });
  expect(state.attempts).toBe(1);
});

test("attempts back off while the node is down, and the last reason is given meanwhile", async () => {
  const { kept, state } = keep([]);
  const attemptsAt: number[] = [];
  for (state.now = 0; state.now < 6000; state.now += 50) {
    const before = state.attempts;
    expect(await kept.get()).toEqual(down);
    if (state.attempts > before) attemptsAt.push(state.now);
  }
  expect(attemptsAt).toEqual([0, 250, 750, 1750, 3250, 4750]);
});

test("a lost connection is opened anew at once", async () => {
  const first = fakeConnection();
  const second = fakeConnection();
  const { kept } = keep([
    { state: "open", connection: first.connection },
    { state: "open", connection: second.connection },
  ]);
  await kept.get();
  first.lose(failure("closed", "closed the connection"));
  expect(await kept.get()).toEqual({ state: "open", connection: second.connection });
});

test("a wrong password is not tried every second", async () => {
  const wrong: Opened = { state: "failed", failure: failure("auth", "rejects the password") };
  const { kept, state } = keep([wrong, wrong, wrong, wrong, wrong, wrong, wrong, wrong]);
  for (state.now = 0; state.now < 60_000; state.now += 100) await kept.get();
  expect(state.attempts).toBe(5);
});
