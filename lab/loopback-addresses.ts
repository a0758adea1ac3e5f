import { createServer } from "node:net";

/** Thrown with the lines to type in its message. */
export class MissingAddressesError extends Error {
  override readonly name = "MissingAddressesError";
}

/** Linux has the whole of 127/8 on loopback; macOS has 127.0.0.1 only, until told otherwise. */
export async function checkLoopbackAddresses(addresses: readonly string[]): Promise<void> {
  const usable = await Promise.all(addresses.map(canListenOn));
  const missing = addresses.filter((_, index) => !usable[index]);
  if (missing.length === 0) return;
  const lines = missing.map((address) => `  sudo ifconfig lo0 alias ${address} up`);
  throw new MissingAddressesError(
    ["The proxies need loopback addresses of their own. On macOS:", ...lines].join("\n"),
  );
}

function canListenOn(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port: 0, host }, () => server.close(() => resolve(true)));
  });
}
