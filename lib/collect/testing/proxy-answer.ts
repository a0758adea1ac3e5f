import { readFileSync } from "node:fs";

const FIXTURES = new URL("../../domain/proxies/fixtures/", import.meta.url);

/** An answer of a proxy, as it was captured. */
export function proxyAnswer(name: string): string {
  return readFileSync(new URL(name, FIXTURES), "utf8");
}
