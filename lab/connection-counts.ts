import { askRedis } from "@/lab/ask-redis";

/**
 * Connections at a server by the address they come from, straight from CLIENT LIST; replicas, the primary's
 * link, the dashboard's own and the asking connection left out.
 */
export async function countConnectionsByAddress(port: number): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const line of String(await askRedis(port, "CLIENT", "LIST")).split("\n")) {
    const address = / addr=(\S*):\d+ /.exec(line)?.[1];
    const flags = / flags=(\S+) /.exec(line)?.[1] ?? "";
    if (address === undefined || /[SM]/.test(flags)) continue;
    if (/ name=evenkeel /.test(line) || / cmd=client(\||\s|$)/.test(line)) continue;
    counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  return counts;
}
