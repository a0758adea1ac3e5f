import { QueryClient } from "@tanstack/react-query";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ClustersAnswer } from "@/lib/contract/clusters";
import { getJson, ProblemError, UnreachableError } from "./get-json";
import {
  clientsQuery,
  clusterQuery,
  clustersQuery,
  connectionsQuery,
  healthQuery,
  LIVE_REFETCH_MS,
  METRICS_REFETCH_MS,
  metricsQuery,
} from "./queries";
import { seedQuery } from "./seed-query";

const PAST = { from: "2026-11-22T13:00:00Z", to: "2026-11-22T14:00:00Z" };

function answerWith(body: string, status = 200) {
  const fetched = vi.fn(async (_path: string, _init?: RequestInit) => new Response(body, { status }));
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

afterEach(() => vi.unstubAllGlobals());

describe("query keys", () => {
  it("separate clusters, and equal questions share one whatever the order of their parameters", () => {
    expect(connectionsQuery("orders", { by: "node", last: "1h" }).queryKey).toEqual(
      connectionsQuery("orders", { last: "1h", by: "node", top: undefined }).queryKey,
    );
    const keys = [
      clusterQuery("orders").queryKey,
      clusterQuery("catalog").queryKey,
      connectionsQuery("orders").queryKey,
      connectionsQuery("catalog").queryKey,
      clientsQuery("orders").queryKey,
      metricsQuery("orders").queryKey,
      metricsQuery("orders", { name: "CurrConnections" }).queryKey,
      clustersQuery().queryKey,
      healthQuery().queryKey,
    ].map((key) => JSON.stringify(key));
    expect(new Set(keys).size).toBe(keys.length);
    expect(connectionsQuery("orders").queryKey[1]).toBe("orders");
  });
});

describe("refetching", () => {
  it("live windows ask again, history does not", () => {
    expect(clustersQuery({ last: "1h" }).refetchInterval).toBe(LIVE_REFETCH_MS);
    expect(clustersQuery({ from: PAST.from }).refetchInterval).toBe(LIVE_REFETCH_MS);
    expect(clustersQuery(PAST).refetchInterval).toBe(false);
    expect(connectionsQuery("orders", PAST).refetchInterval).toBe(false);
    expect(metricsQuery("orders", { last: "3h" }).refetchInterval).toBe(METRICS_REFETCH_MS);
    expect(metricsQuery("orders", PAST).refetchInterval).toBe(false);
    expect(clientsQuery("orders", { q: "api" }).refetchInterval).toBe(LIVE_REFETCH_MS);
    expect(clientsQuery("orders", { at: PAST.to }).refetchInterval).toBe(false);
    expect(clientsQuery("orders", { cursor: "abc" }).refetchInterval).toBe(false);
  });
});

describe("getJson", () => {
  it("escapes what goes into the address", async () => {
    const fetched = answerWith("{}");
    const client = new QueryClient();
    await client.fetchQuery(connectionsQuery("a/b", { by: "group", last: "1h" }));
    await client.fetchQuery(clientsQuery("orders", { q: "a&b=c" }));
    expect(fetched.mock.calls.map(([path]) => path)).toEqual([
      "/api/v1/clusters/a%2Fb/connections?by=group&last=1h",
      "/api/v1/clusters/orders/clients?q=a%26b%3Dc",
    ]);
  });

  it("a problem document becomes an error that carries it", async () => {
    const body = {
      type: "urn:x",
      title: "No such cluster",
      status: 404,
      detail: "No cluster has the id “x”.",
    };
    answerWith(JSON.stringify(body), 404);
    const error = await getJson("/api/v1/clusters/x").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ message: "No cluster has the id “x”.", problem: body });
  });

  it("a proxy's error page and a dead server are told from an answer", async () => {
    answerWith("<h1>Bad gateway</h1>", 502);
    await expect(getJson("/x")).rejects.toMatchObject({ name: "UnreachableError", status: 502 });
    answerWith("<h1>Hello</h1>", 200);
    await expect(getJson("/x")).rejects.toBeInstanceOf(UnreachableError);
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed")));
    await expect(getJson("/x")).rejects.toMatchObject({ name: "UnreachableError", status: null });
  });

  it("health is an answer at 503 too", async () => {
    answerWith(JSON.stringify({ status: "down" }), 503);
    await expect(new QueryClient().fetchQuery(healthQuery())).resolves.toEqual({ status: "down" });
  });

  it("lets an abort through as an abort", async () => {
    vi.stubGlobal("fetch", (_path: string, init: RequestInit) => {
      init.signal?.throwIfAborted();
      return Promise.reject(new Error("unreachable"));
    });
    const error = await getJson("/x", AbortSignal.abort()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "AbortError" });
  });
});

describe("seedQuery", () => {
  const answer: ClustersAnswer = {
    now: PAST.to,
    window: PAST,
    fleetFile: { state: "ok", path: "evenkeel.yaml", loadedAt: PAST.from, problems: [] },
    discovery: [],
    totals: { connections: 0, openedPerSec: null, dearestNode: null, cloudwatch: null },
    clusters: [],
  };

  it("puts a report's answer where the browser's query will look for it", () => {
    const client = new QueryClient();
    seedQuery(client, clustersQuery(PAST), { state: "answered", answer });
    expect(client.getQueryData(clustersQuery({ to: PAST.to, from: PAST.from }).queryKey)).toEqual(answer);
  });

  it("seeds nothing from a failure", () => {
    const client = new QueryClient();
    seedQuery(client, clustersQuery(PAST), {
      state: "failed",
      failure: { code: "database-away", detail: "away" },
    });
    expect(client.getQueryData(clustersQuery(PAST).queryKey)).toBeUndefined();
  });
});
