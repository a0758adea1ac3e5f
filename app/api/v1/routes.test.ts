import { readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { healthAnswer } from "@/lib/contract/health";
import { problem } from "@/lib/contract/problem";
import { questions } from "@/lib/contract/questions";

const HERE = dirname(fileURLToPath(import.meta.url));
const OPENAPI = "/api/v1/openapi.json";

/** Paths that have a route, as OpenAPI writes them: [id] is {id}. The one for everything else is no question. */
const routes = readdirSync(HERE, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("route.ts") && !path.includes("[..."))
  .map((path) => `/api/v1/${relative(HERE, join(HERE, dirname(path)))}`.replace(/\[(\w+)\]/g, "{$1}"))
  .sort();

interface Route {
  readonly GET: (request: Request, context: { params: Promise<{ id: string }> }) => Promise<Response>;
}

/** No store is open here: what comes back is what a browser gets while the database is being started. */
async function get(path: string, query = ""): Promise<Response> {
  const folder = path.replace("/api/v1/", "").replace(/\{(\w+)\}/g, "[$1]");
  const route: Route = await import(join(HERE, folder, "route.ts"));
  const request = new Request(`http://localhost${path.replace("{id}", "orders")}${query}`);
  return route.GET(request, { params: Promise.resolve({ id: "orders" }) });
}

describe("the API's description", () => {
  it("has every route, and nothing that is none", async () => {
    const document: { paths: Record<string, unknown>; openapi: string } = await (await get(OPENAPI)).json();
    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths).sort()).toEqual(routes.filter((path) => path !== OPENAPI));
  });

  it("says what each question takes and answers", async () => {
    const document = await (await get(OPENAPI)).json();
    const clients = document.paths["/api/v1/clusters/{id}/clients"].get;
    expect(clients.parameters.map(({ name }: { name: string }) => name)).toEqual([
      "id",
      "at",
      "proxy",
      "group",
      "node",
      "q",
      "sort",
      "cursor",
      "limit",
    ]);
    expect(Object.keys(clients.responses)).toEqual(["200", "400", "404", "503"]);
    const answer = clients.responses[200].content["application/json"].schema;
    expect(answer.required).toContain("nextCursor");
    expect(answer.properties.at).toEqual({ type: "string", format: "date-time" });
    expect(document.components.schemas.Problem.required).toEqual(["type", "title", "status"]);
  });
});

describe("each route", () => {
  const asked = questions.map(({ path }) => path);

  it.each(asked.filter((path) => path !== "/api/v1/health"))(
    "%s says that the database is away",
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(503);
      expect(response.headers.get("retry-after")).toBe("5");
      expect(problem.parse(await response.json()).type).toBe("urn:evenkeel:problem:database-away");
    },
  );

  it.each(asked)("%s names a parameter that it does not know", async (path) => {
    const response = await get(path, "?colour=red");
    expect(response.status).toBe(400);
    expect(problem.parse(await response.json()).errors).toEqual([
      { field: "colour", message: "is not a parameter of this question" },
    ]);
  });

  it("health answers without a database, with its usual body", async () => {
    const response = await get("/api/v1/health");
    expect(response.status).toBe(503);
    expect(healthAnswer.parse(await response.json())).toMatchObject({ status: "down", sources: [] });
  });
});
