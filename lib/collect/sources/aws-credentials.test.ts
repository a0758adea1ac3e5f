import { afterEach, expect, test, vi } from "vitest";
import { SharedCredentials } from "./aws-credentials";

afterEach(() => {
  vi.useRealTimers();
});

const identity = (accessKeyId: string) => ({ accessKeyId, secretAccessKey: "example" });

test("calls share one request for credentials, and one that failed is made again", async () => {
  let asked = 0;
  const credentials = new SharedCredentials(() => async () => {
    asked++;
    if (asked === 1) throw new Error("not now");
    return identity("AKIAEXAMPLE");
  });
  const both = await Promise.allSettled([credentials.read(), credentials.read()]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(asked).toBe(1);
  expect((await credentials.read()).accessKeyId).toBe("AKIAEXAMPLE");
  await credentials.read();
  expect(asked).toBe(2);
});

test("who never answers is asked anew after a minute", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 10, 22) });
  let asked = 0;
  const credentials = new SharedCredentials(() => () => {
    asked++;
    return asked === 1 ? new Promise(() => undefined) : Promise.resolve(identity("AKIAEXAMPLE"));
  });
  void credentials.read();
  void credentials.read();
  expect(asked).toBe(1);
  vi.setSystemTime(Date.now() + 60_000);
  expect((await credentials.read()).accessKeyId).toBe("AKIAEXAMPLE");
  expect(asked).toBe(2);
});
