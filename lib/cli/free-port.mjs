import { createServer } from "node:net";
import { Refusal } from "./terminal/refusal.mjs";

/**
 * Refuses when somebody listens there already, before anything slow is done. For port 0 a free one is chosen.
 * @param {string} host
 * @param {number} port
 * @param {string} command to show with another port
 * @returns {Promise<number>} the port to use
 */
export async function findPort(host, port, command) {
  const { code, free } = await tryListen(host, port);
  if (code === null) return free;
  const remedy = `Stop what uses it, or choose another: PORT=${port + 1} ${command}`;
  if (code === "EADDRINUSE") throw new Refusal(`Port ${port} is taken.`, remedy);
  if (code === "EACCES") throw new Refusal(`Port ${port} may not be used by this user.`, remedy);
  throw new Refusal(`Cannot listen on ${host}:${port} (${code}).`, "Set HOST to an address of this machine.");
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<{ code: string | null, free: number }>} the error's code, or null and the port that is free
 */
function tryListen(host, port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => {
      resolve({ code: "code" in error ? String(error.code) : error.message, free: port });
    });
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      const free = address !== null && typeof address === "object" ? address.port : port;
      server.close(() => resolve({ code: null, free }));
    });
  });
}
