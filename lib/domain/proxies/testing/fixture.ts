import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** An answer of a proxy, as it was captured. */
export function proxyAnswer(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url)), "utf8");
}
