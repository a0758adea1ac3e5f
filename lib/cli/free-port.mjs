import { createServer } from "node:net";
import { Refusal } from "./terminal/refusal.mjs";

/**
 * Refuses when somebody listens there already, before anything slow is done.
 * @param {string} host
 * @param {number} port
 * @param {string} command to show with another port
 */
export async function checkPortIsFree(host, port, command) {
  const code = await tryListen(host, port);
  if (code === null) return;
  const remedy = `Stop what uses it, or choose another: PORT=${port + 1} ${command}`;
  if (code === "EADDRINUSE") throw new Refusal(`Port ${port} is taken.`, remedy);
  if (code === "EACCES") throw new Refusal(`Port ${port} may not be used by this user.`, remedy);
  throw new Refusal(`Cannot listen on ${host}:${port} (${code}).`, "Set HOST to an address of this machine.");
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<string | null>} the error's code, or null when the port is free
 */
function tryListen(host, port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve("code" in error ? String(error.code) : error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
