import { afterEach, expect, test, vi } from "vitest";
import { SharedCredentials } from "./aws-credentials";

afterEach(() => {
  vi.useRealTimers();
});

const identity = (accessKeyId: string) => ({ accessKeyId, secretAccessKey: "example" });

test("calls share one request for credentials, and one that failed is made again", async () => {
  let asked = 0;
  const ask = async () => {
    asked++;
    if (asked === 1) throw new Error("not now");
    return identity("AKIAEXAMPLE");
  };
  const credentials = new SharedCredentials(() => ({ ask, close: () => undefined }));
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
  const ask = () => {
    asked++;
    return asked === 1 ? new Promise<never>(() => undefined) : Promise.resolve(identity("AKIAEXAMPLE"));
  };
  const credentials = new SharedCredentials(() => ({ ask, close: () => undefined }));
  void credentials.read();
  void credentials.read();
  expect(asked).toBe(1);
  vi.setSystemTime(Date.now() + 60_000);
  expect((await credentials.read()).accessKeyId).toBe("AKIAEXAMPLE");
  expect(asked).toBe(2);
});

test("what is forgotten is closed, after who waits for it has its answer", async () => {
  const closed: number[] = [];
  let opened = 0;
  const answers: ((name: string) => void)[] = [];
  const credentials = new SharedCredentials(() => {
    const number = ++opened;
    const ask = async () => identity(await new Promise<string>((resolve) => answers.push(resolve)));
    return { ask, close: () => closed.push(number) };
  });
  const waiting = credentials.read();
  credentials.forget();
  await Promise.resolve();
  expect([opened, closed]).toEqual([2, []]);
  answers[0]?.("AKIAEXAMPLE");
  expect((await waiting).accessKeyId).toBe("AKIAEXAMPLE");
  await vi.waitFor(() => expect(closed).toEqual([1]));
  credentials.forget();
  await vi.waitFor(() => expect(closed).toEqual([1, 2]));
  credentials.close();
  expect(closed).toEqual([1, 2, 3]);
});
