import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { ScenarioRunner } from "@/lab/scenarios/runner";
import { type Scenario, ScenarioInputError } from "@/lab/scenarios/scenario";
import type { Truth } from "@/lab/truth";

export interface ControlServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

export interface ControlOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly describe: () => object;
  readonly runner: ScenarioRunner;
  readonly truth: Truth;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

/** The parameters of a scenario are a line or two. */
const MAX_BODY_BYTES = 64 * 1024;

/** Where people and tests drive the lab. Rejects when the port is taken. */
export function startControlServer(options: ControlOptions): Promise<ControlServer> {
  const server = createServer((request, response) => {
    answer(request, options)
      .catch((error: unknown) => explain(error))
      .then(({ status, body }) => send(response, status, body));
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port: options.port, host: "127.0.0.1" }, () => {
      const address = server.address();
      resolve({
        port: typeof address === "object" && address !== null ? address.port : options.port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

async function answer(request: IncomingMessage, options: ControlOptions): Promise<Answer> {
  const { pathname } = new URL(request.url ?? "/", "http://lab");
  const method = request.method ?? "GET";
  if (pathname === "/")
    return method === "GET" ? { status: 200, body: options.describe() } : notAllowed("GET");
  if (pathname === "/truth") {
    return method === "GET" ? { status: 200, body: { entries: options.truth.entries() } } : notAllowed("GET");
  }
  const name = /^\/scenarios\/([^/]+)$/.exec(pathname)?.[1];
  if (name === undefined) {
    return problem(404, "No such page", "There are /, /truth and /scenarios/{name}.");
  }
  const scenario = options.runner.known.find((candidate) => candidate.name === name);
  if (scenario === undefined) {
    const known = options.runner.known.map((candidate) => candidate.name);
    return problem(404, "No such scenario", `Known: ${known.join(", ")}.`, { known });
  }
  switch (method) {
    case "GET":
      return { status: 200, body: describe(scenario, options.runner) };
    case "POST":
      return start(scenario, await readBody(request), options.runner);
    case "DELETE":
      await options.runner.end(scenario);
      return { status: 200, body: describe(scenario, options.runner) };
    default:
      return notAllowed("GET, POST, DELETE");
  }
}

function start(scenario: Scenario, input: unknown, runner: ScenarioRunner): Answer {
  if (runner.start(scenario, input)) return { status: 202, body: describe(scenario, runner) };
  return problem(409, "It runs already", `End it with DELETE /scenarios/${scenario.name} first.`);
}

function describe(scenario: Scenario, runner: ScenarioRunner): object {
  return { name: scenario.name, ...runner.stateOf(scenario) };
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES)
      throw new ScenarioInputError([{ field: "body", message: "longer than 64 KiB" }]);
    chunks.push(bytes);
  }
  const text = Buffer.concat(chunks).toString("utf8").trim();
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ScenarioInputError([{ field: "body", message: "not JSON" }]);
  }
}

function explain(error: unknown): Answer {
  if (error instanceof ScenarioInputError) {
    return problem(400, "Parameters that make no sense", error.message, { errors: error.errors });
  }
  return problem(500, "The lab failed", error instanceof Error ? error.message : String(error));
}

function notAllowed(allowed: string): Answer {
  return problem(405, "Method not allowed", `Allowed here: ${allowed}.`);
}

/** RFC 9457. */
function problem(status: number, title: string, detail: string, more: object = {}): Answer {
  return { status, body: { type: "about:blank", title, status, detail, ...more } };
}

function send(response: ServerResponse, status: number, body: object): void {
  const type = status >= 400 ? "application/problem+json" : "application/json";
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
  response.end(`${JSON.stringify(body, null, 2)}\n`);
}
