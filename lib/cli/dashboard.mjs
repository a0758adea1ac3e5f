import { get } from "node:http";
import { inRepository } from "./paths.mjs";
import { startChild } from "./processes.mjs";
import { Refusal } from "./terminal/refusal.mjs";

const READY_TIMEOUT_MS = 60_000;
/** Next's greeting; ours says where the dashboard is. */
const GREETING = /^\s*(▲ Next\.js|- (Local|Network|Environments):|✓ (Starting|Ready|Running next))|^\s*$/;

/**
 * Starts the built dashboard and resolves when it answers. Throws a Refusal with what it said when it ends before.
 * @param {{ host: string, port: number, variables?: Record<string, string> }} options
 */
export async function startDashboard({ host, port, variables = {} }) {
  const preload = new URL("./exit-with-parent.mjs", import.meta.url).href;
  const child = startChild(
    inRepository("node_modules/next/dist/bin/next"),
    ["start", "--hostname", host, "--port", String(port)],
    {
      execArgv: ["--import", preload],
      variables: {
        NODE_ENV: "production",
        NEXT_TELEMETRY_DISABLED: "1",
        HOST: host,
        PORT: String(port),
        ...variables,
      },
      onLine: (line) => {
        if (!GREETING.test(line)) console.log(line);
      },
    },
  );
  const outcome = await Promise.race([
    untilAnswering(host, port),
    child.exited.then((how) => `The dashboard ended before it was ready (${how}).`),
  ]);
  if (outcome === null) return child;
  await child.stop();
  throw new Refusal(outcome);
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<string | null>} null once the server answers; otherwise why not
 */
async function untilAnswering(host, port) {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadline) {
    if (await isAnswering(host, port)) return null;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return `The dashboard did not answer on http://${host}:${port} within ${READY_TIMEOUT_MS / 1000} s.`;
}

/**
 * Any answer counts: /api/v1/health says 503 while the database is away, and the pages explain that.
 * @param {string} host
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isAnswering(host, port) {
  return new Promise((resolve) => {
    const request = get(
      { host: reachable(host), port, path: "/api/v1/health", timeout: 5000 },
      (response) => {
        response.resume();
        resolve(true);
      },
    );
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve(false));
  });
}

/**
 * An address to listen on everywhere is no address to connect to.
 * @param {string} host
 */
export function reachable(host) {
  return host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
}

/**
 * What a person types into a browser.
 * @param {string} host
 * @param {number} port
 */
export function dashboardUrl(host, port) {
  const name = ["127.0.0.1", "0.0.0.0", "::", "::1"].includes(host) ? "localhost" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}
