import { childVariables, type Variables } from "@/lib/config/environment";

/** LAB_PORT, the control server's port; null when it is not set. Throws when it is not a port. */
export function readLabPort(variables: Variables = childVariables({})): number | null {
  const text = variables.LAB_PORT?.trim() ?? "";
  if (text === "") return null;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  throw new Error(`LAB_PORT: "${text}" is not a port (allowed: 0 to 65535)`);
}
