import { readFleet } from "@/e2e/api";
import { expect, apiTest as test } from "@/e2e/test";
import { healthAnswer } from "@/lib/contract/health";
import { problem } from "@/lib/contract/problem";
import { questions } from "@/lib/contract/questions";

const CONNECTIONS = "clusters/orders/connections";
const CLIENTS = "clusters/orders/clients";
const SKEW = "clusters/orders/skew";
const METRICS = "clusters/orders/metrics";
const LONG = "x".repeat(5_000);
const CURSOR_OF_NO_DATE = Buffer.from("999999999999999.0").toString("base64url");

const REFUSED: readonly (readonly [string, string, string])[] = [
  ["clusters", "last=-1h", "last"],
  ["clusters", "last=1y", "last"],
  ["clusters", "from=yesterday", "from"],
  ["clusters", "from=9999-01-01T00:00:00Z", "from"],
  ["clusters", "from=0000-01-01T00:00:00Z&to=0000-01-02T00:00:00Z", "from"],
  ["clusters", "to=2026-11-22T13:00:00Z", "from"],
  ["clusters", "cluster=orders", "cluster"],
  ["clusters/orders", "at=2026-11-22T13:00:00Z", "at"],
  [CONNECTIONS, "by=colour", "by"],
  [CONNECTIONS, "by=node&by=proxy", "by"],
  [CONNECTIONS, "points=1e9", "points"],
  [CONNECTIONS, "points=12.5", "points"],
  [CONNECTIONS, "top=0", "top"],
  [CONNECTIONS, "from=2026-11-22T13:00:00Z&to=2026-11-22T12:00:00Z", "to"],
  [CONNECTIONS, "from=2020-01-01T00:00:00Z&to=2026-11-22T13:00:00Z", "from"],
  [CONNECTIONS, "from=2026-13-45T00:00:00Z", "from"],
  [CONNECTIONS, "last=1h&to=2026-11-22T13:00:00Z", "last"],
  [SKEW, "by=group", "by"],
  [SKEW, "by=zone&by=node", "by"],
  [SKEW, "points=9", "points"],
  [SKEW, "points=401", "points"],
  [SKEW, "points=12.5", "points"],
  [SKEW, "last=0s", "last"],
  [SKEW, "last=1h&from=2026-11-22T13:00:00Z", "last"],
  [SKEW, "from=2026-11-22T13:00:00Z&to=2026-11-22T12:00:00Z", "to"],
  [SKEW, "at=2026-11-22T13:00:00Z", "at"],
  [METRICS, "name=CurConnections", "name"],
  [METRICS, `name=${LONG}`, "name"],
  [METRICS, "name=CurrConnections&name=IsMaster", "name"],
  [METRICS, "points=9", "points"],
  [METRICS, "points=1501", "points"],
  [METRICS, "last=1h&to=2026-11-22T13:00:00Z", "last"],
  [METRICS, "from=9999-01-01T00:00:00Z", "from"],
  [METRICS, "node=orders-001", "node"],
  [CLIENTS, "at=now", "at"],
  [CLIENTS, "at=9999-12-31T23:59:59Z", "at"],
  [CLIENTS, "at=0000-01-01T00:00:00Z", "at"],
  [CLIENTS, "sort=toString", "sort"],
  [CLIENTS, "limit=-1", "limit"],
  [CLIENTS, "limit=1001", "limit"],
  [CLIENTS, "cursor=abc", "cursor"],
  [CLIENTS, `cursor=${CURSOR_OF_NO_DATE}`, "cursor"],
  [CLIENTS, `q=${LONG}`, "q"],
  [CLIENTS, "q=", "q"],
  ["health", "verbose=1", "verbose"],
];

for (const [path, query, field] of REFUSED) {
  test(`${path}?${query.slice(0, 60)} is refused, and ${field} is named`, async ({ request }) => {
    const response = await request.get(`/api/v1/${path}?${query}`);
    expect(response.status()).toBe(400);
    expect(response.headers()["content-type"]).toBe("application/problem+json");
    const { errors } = problem.parse(await response.json());
    expect(errors?.map((error) => error.field)).toContain(field);
  });
}

const UNKNOWN = [
  "none",
  "__proto__",
  "%00",
  "a%00b",
  "..%2f..%2fetc%2fpasswd",
  "%F0%9F%92%A9",
  "'%3B--",
  LONG,
];

for (const id of UNKNOWN) {
  test(`no cluster has the id ${id.slice(0, 30)}: 404 for each question about it`, async ({ request }) => {
    for (const path of ["", "/connections", "/skew", "/metrics", "/clients"]) {
      const response = await request.get(`/api/v1/clusters/${id}${path}`);
      expect(response.status()).toBe(404);
      expect(problem.parse(await response.json()).type).toBe("urn:evenkeel:problem:unknown-cluster");
    }
  });
}

const HARMLESS = [
  `${CLIENTS}?q=%00`,
  `${CLIENTS}?q=%27%3B+DROP+TABLE+node_sweep%3B--`,
  `${CLIENTS}?proxy=%00&group=%ED%A0%80&node=%F0%9F%92%A9`,
  `${CLIENTS}?at=1970-01-01T00:00:00Z`,
  `${CONNECTIONS}?last=1s&points=1500`,
  `${CONNECTIONS}?last=400d&points=1500&top=50&by=group`,
  `${CONNECTIONS}?from=1970-01-01T00:00:00Z&points=1500`,
  `${SKEW}?last=1s&points=400&by=zone`,
  `${SKEW}?last=400d&points=400&by=node`,
  `${SKEW}?from=1970-01-01T00:00:00Z&to=1970-01-01T01:00:00Z`,
  `${METRICS}?last=1s&points=1500`,
  `${METRICS}?last=400d&points=1500`,
  `${METRICS}?from=1970-01-01T00:00:00Z&name=,CurrConnections,`,
  "clusters/feed/metrics?name=CurrConnections",
  "clusters/feed/skew?by=zone",
  "clusters/catalog/skew?by=proxy",
  "clusters?last=400d",
];

test("a path that asks nothing is a problem document too", async ({ request }) => {
  const response = await request.get("/api/v1/clusters/orders/nonsense");
  expect(response.status()).toBe(404);
  expect(problem.parse(await response.json()).type).toBe("urn:evenkeel:problem:unknown-question");
});

test("strange but answerable questions are answered", async ({ request }) => {
  for (const question of HARMLESS) {
    const response = await request.get(`/api/v1/${question}`);
    expect(response.status(), question).toBe(200);
  }
});

test("the API describes itself, and answers every question that it describes", async ({ request }) => {
  const response = await request.get("/api/v1/openapi.json");
  expect(response.status()).toBe(200);
  const { openapi, paths } = await response.json();
  expect(openapi).toMatch(/^3\.1/);
  for (const part of ["skew", "metrics"])
    expect(Object.keys(paths)).toContain(`/api/v1/clusters/{id}/${part}`);
  expect(Object.keys(paths).sort()).toEqual(questions.map(({ path }) => path).sort());
  for (const { path, answer } of questions) {
    const asked = await request.get(path.replace("{id}", "catalog"));
    expect(asked.status(), path).toBe(200);
    expect(asked.headers()["cache-control"]).toBe("no-store");
    expect(answer.safeParse(await asked.json()).success, path).toBe(true);
  }
  expect((await request.post("/api/v1/clusters")).status()).toBe(405);
});

test("health: the database, the collector and every node answer", async ({ request }) => {
  const { status, database, collector, fleetFile, sources } = healthAnswer.parse(
    await (await request.get("/api/v1/health")).json(),
  );
  expect({
    status,
    database: database.state,
    collector: collector.state,
    fleetFile: fleetFile.state,
  }).toEqual({
    status: "ok",
    database: "ok",
    collector: "ok",
    fleetFile: "ok",
  });
  const { clusters } = await readFleet(request);
  const nodes = clusters.reduce((all, cluster) => all + cluster.nodes, 0);
  expect(sources.filter(({ state }) => state === "ok").length).toBeGreaterThanOrEqual(nodes);
});
