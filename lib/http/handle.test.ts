import { afterEach, describe, expect, it, vi } from "vitest";
import { clientsParams } from "@/lib/contract/clients";
import { clusterParams } from "@/lib/contract/cluster";
import { connectionsParams } from "@/lib/contract/connections";
import { problem } from "@/lib/contract/problem";
import { handle } from "./handle";

const ask = (query: string) =>
  handle(
    new Request(`http://localhost/api/v1/clusters/orders/connections${query}`),
    connectionsParams,
    async (params) => ({
      state: "answered",
      answer: params,
    }),
  );

afterEach(() => vi.restoreAllMocks());

describe("parameters", () => {
  it("fills in what was not asked", async () => {
    const response = await ask("");
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({ by: "proxy", points: 300, top: 10 });
  });

  it("reads an absolute window and a grouping", async () => {
    const response = await ask("?from=2026-11-22T13:00:00Z&to=2026-11-22T14:00:00.500Z&by=node&points=1500");
    expect(await response.json()).toMatchObject({ by: "node", points: 1500, to: "2026-11-22T14:00:00.500Z" });
  });

  it.each([
    ["?by=colour", "by", /must be one of proxy, group, node/],
    ["?points=many", "points", /whole number from 10 to 1500/],
    ["?points=", "points", /whole number/],
    ["?points=1501", "points", /whole number/],
    ["?points=12.5", "points", /whole number/],
    ["?from=yesterday", "from", /absolute UTC instant/],
    ["?from=2026-11-22T13:00:00%2B02:00", "from", /absolute UTC instant/],
    ["?to=2026-11-22T13:00:00Z", "from", /needed together with to/],
    ["?from=2026-11-22T13:00:00Z&to=2026-11-22T13:00:00Z", "to", /later than from/],
    ["?from=2024-11-22T13:00:00Z&to=2026-11-22T13:00:00Z", "from", /at most 400 days/],
    ["?from=0000-01-01T00:00:00Z", "from", /not be before 1970/],
    ["?last=1y", "last", /90s, 15m, 1h or 7d/],
    ["?last=0h", "last", /90s, 15m, 1h or 7d/],
    ["?last=9999999d", "last", /at most 400d/],
    ["?last=1h&from=2026-11-22T13:00:00Z", "last", /cannot be given together/],
    ["?form=2026-11-22T13:00:00Z", "form", /not a parameter/],
    ["?by=node&by=proxy", "by", /more than once/],
    ["?__proto__=1", "__proto__", /not a parameter/],
  ])("refuses %s and names %s", async (query, field, message) => {
    const response = await ask(query);
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    const body = problem.parse(await response.json());
    expect(body.type).toBe("urn:evenkeel:problem:bad-parameter");
    expect(body.errors?.map((error) => error.field)).toContain(field);
    expect(body.errors?.map((error) => error.message).join()).toMatch(message);
    expect(body.detail).toMatch(message);
  });

  it.each([
    ["q", "", /is empty/],
    ["q", "x".repeat(301), /longer than 300/],
    ["limit", "0", /whole number from 1 to 1000/],
    ["sort", "random", /must be one of newest, oldest/],
  ])("says what is wrong with %s", async (field, value, message) => {
    const url = new URL("http://localhost/api/v1/clusters/orders/clients");
    url.searchParams.set(field, value);
    const response = await handle(new Request(url), clientsParams, async (answer) => ({
      state: "answered",
      answer,
    }));
    const body = problem.parse(await response.json());
    expect(body.errors).toEqual([{ field, message: expect.stringMatching(message) }]);
  });

  it("a question without parameters refuses them all, whatever they are called", async () => {
    for (const name of ["__proto__", "constructor", "at"]) {
      const request = new Request(`http://localhost/api/v1/clusters/orders?${name}=1`);
      const response = await handle(request, clusterParams, async (answer) => ({
        state: "answered",
        answer,
      }));
      const { errors } = problem.parse(await response.json());
      expect(errors).toEqual([{ field: name, message: "is not a parameter of this question" }]);
    }
  });
});

describe("failures", () => {
  const request = new Request("http://localhost/api/v1/clusters/none");

  it("an unknown cluster is 404 and named", async () => {
    const response = await handle(request, connectionsParams, async () => ({
      state: "failed",
      failure: { code: "unknown-cluster", detail: "No cluster has the id “none”." },
    }));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      title: "No such cluster",
      detail: "No cluster has the id “none”.",
    });
  });

  it("a database that is away is 503 and says when to come back", async () => {
    const response = await handle(request, connectionsParams, async () => ({
      state: "failed",
      failure: { code: "database-away", detail: "connection refused", retryAfterSec: 5 },
    }));
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
  });

  it("a mistake of ours is 500 without its insides, which go to the log", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const response = await handle(request, connectionsParams, async () => {
      throw new Error("secret table missing");
    });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/secret|at .*:\d+/);
    expect(log).toHaveBeenCalledOnce();
  });

  it("an answer may decide its status: health is 503 with its usual body", async () => {
    const response = await handle(
      request,
      connectionsParams,
      async () => ({ state: "answered", answer: { status: "down" } }),
      (answer) => (answer.status === "down" ? 503 : 200),
    );
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: "down" });
  });
});
