import { get } from "node:http";
import { reachable } from "./dashboard.mjs";

/** A fleet that stays silent for longer has a reason that the page tells better. */
const PATIENCE_MS = 30_000;

/**
 * Waits until every cluster's connections have been counted once, or for half a minute.
 * @param {string} host
 * @param {number} port
 */
export async function untilFirstNumbers(host, port) {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const clusters = await getClusters(host, port);
    if (clusters.length > 0 && clusters.every(({ connections }) => typeof connections === "number")) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<{ connections: unknown }[]>}
 */
function getClusters(host, port) {
  return new Promise((resolve) => {
    const request = get(
      { host: reachable(host), port, path: "/api/v1/clusters", timeout: 5000 },
      (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (chunk) => {
          body += chunk;
        });
        response.on("end", () => resolve(readClusters(body)));
      },
    );
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve([]));
  });
}

/**
 * @param {string} body
 * @returns {{ connections: unknown }[]}
 */
function readClusters(body) {
  try {
    return JSON.parse(body).clusters ?? [];
  } catch {
    return [];
  }
}
