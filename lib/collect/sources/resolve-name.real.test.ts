import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DnsResponder, startDnsResponder } from "../testing/dns-responder";
import { findFreePort } from "../testing/free-port";
import { type NameQuestion, resolveName } from "./resolve-name";

let dns: DnsResponder;

beforeAll(async () => {
  dns = await startDnsResponder({
    "proxies.test": ["10.0.3.12", "10.0.3.11", "10.0.3.11", "fd00::11"],
    "six.test": ["fd00::11"],
    "many.test": Array.from({ length: 20 }, (_, index) => `10.0.4.${index + 1}`),
    "empty.test": [],
    "failing.test": "server failed",
    "refused.test": "refused",
    "silent.test": "silence",
    "garbled.test": "garbage",
  });
});

afterAll(() => dns.close());

function ask(name: string, given: Partial<NameQuestion> = {}) {
  const signal = new AbortController().signal;
  return resolveName({ name, server: dns.address, timeoutMs: 1000, signal, ...given });
}

describe("a name", () => {
  it.each([
    ["proxies.test", ["10.0.3.11", "10.0.3.12", "fd00::11"]],
    ["six.test", ["fd00::11"]],
  ])("%s has addresses of both families, each once", async (name, addresses) => {
    expect(await ask(name)).toEqual({ state: "resolved", addresses });
  });

  it("may have many", async () => {
    expect(await ask("many.test")).toMatchObject({ addresses: { length: 20 } });
  });

  it("is asked for anew each time", async () => {
    dns.answer("moving.test", ["10.0.3.1"]);
    expect(await ask("moving.test")).toMatchObject({ addresses: ["10.0.3.1"] });
    dns.answer("moving.test", ["10.0.3.2"]);
    expect(await ask("moving.test")).toMatchObject({ addresses: ["10.0.3.2"] });
  });

  it.each([
    ["nope.test", "unreachable", "does not exist in DNS"],
    ["empty.test", "unreachable", "exists in DNS, but has no address"],
    ["failing.test", "unreachable", "failed (SERVFAIL)"],
    ["refused.test", "refused", "refuses to answer for it"],
    ["garbled.test", "garbled", "answers something that is not DNS"],
  ])("%s fails with its reason", async (name, code, sentence) => {
    const answer = await ask(name);
    expect(answer).toMatchObject({ state: "failed", failure: { code } });
    if (answer.state === "failed") expect(answer.failure.sentence).toContain(sentence);
  });

  it("of a silent server costs its time-out and no more", async () => {
    const startedAt = performance.now();
    const answer = await ask("silent.test", { timeoutMs: 300 });
    expect(answer).toMatchObject({
      failure: {
        code: "timeout",
        sentence: `cannot be resolved: the DNS server 127.0.0.1:${dns.address.port} does not answer within 300 ms`,
      },
    });
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  it("of a server that is not there fails", async () => {
    const server = { host: "127.0.0.1", port: await findFreePort() };
    expect(await ask("proxies.test", { server })).toMatchObject({ state: "failed" });
  });

  it("is given up when the collector ends", async () => {
    const stop = new AbortController();
    const answer = ask("silent.test", { timeoutMs: 30_000, signal: stop.signal });
    stop.abort();
    expect(await answer).toMatchObject({ failure: { code: "closed" } });
    expect(await ask("proxies.test", { signal: stop.signal })).toMatchObject({ failure: { code: "closed" } });
  });

  it("of the hosts file is found by the system's own resolver", async () => {
    const answer = await ask("localhost", { server: null, timeoutMs: 5000 });
    expect(answer).toMatchObject({ state: "resolved" });
    if (answer.state === "resolved") expect(answer.addresses.join()).toMatch(/127\.0\.0\.1|::1/);
  });
});
