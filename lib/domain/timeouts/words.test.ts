import { expect, it } from "vitest";
import { inMs, notKnown } from "./words";

it.each([
  [0, "0 s"],
  [0.5, "0.5 ms"],
  [500, "500 ms"],
  [1500, "1.5 s"],
  [59_999, "59.999 s"],
  [60_000, "60 s"],
  [350_000, "350 s"],
  [600_000, "10 min"],
  [630_000, "630 s"],
  [1_800_000, "30 min"],
  [7_200_000, "2 h"],
  [43_200_000, "12 h"],
  [432_000_000, "5 d"],
  [Number.POSITIVE_INFINITY, "for ever"],
])("%s ms is %s", (ms, text) => {
  expect(inMs(ms).replaceAll("\u202f", " ")).toBe(text);
});

it("says what is missing, whose it is, and how to provide it", () => {
  const unknown = (layer: "client" | "server", key: string, subject: string | null) =>
    ({ state: "unknown", layer, key, subject }) as const;
  expect(
    notKnown([
      unknown("client", "commandTimeout", "orders"),
      unknown("client", "retries", "orders"),
      unknown("server", "tcpBacklog", null),
    ]),
  ).toBe(
    "the command timeout, the number of retries and tcp-backlog are not known for orders: declare timeouts.command and timeouts.retries of the client group in the fleet file, or import its settings; let the monitoring user read CONFIG GET, or import redis.conf",
  );
});
