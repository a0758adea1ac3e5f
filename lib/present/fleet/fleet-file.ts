/** How to write a fleet file, and what is wrong with one. Pure. */
import type { FleetFileStatus } from "@/lib/contract/clusters";
import { countOf } from "../words";

/** Enough to begin. */
export const SMALLEST_FLEET_FILE = `clusters:
  - id: sessions
    nodes: [10.0.5.21:6379]
`;

/** Everything that a self-managed cluster can say about itself. */
export const FULL_FLEET_FILE = `clusters:
  - id: orders                       # part of its page's address
    name: Orders cache
    nodes: [10.0.3.21:6379]          # one is enough, the rest is discovered
    auth: { username: evenkeel, password: "\${ORDERS_PASSWORD}" }
    tls: true
    proxies:                         # where they connect to Redis from
      - { name: proxy-1, addresses: [10.0.3.11] }
      - { name: proxy-2, addresses: [10.0.3.12, 10.0.3.64/28] }
    clients:                         # how to recognise an application
      - { name: orders-api, match: { name: "orders-api-*" } }
      - { name: reports, match: { user: reports } }
`;

/** All that a watching user may do: read who is connected and how the server is, and nothing of the data. */
export const WATCHING_USER = `ACL SETUSER evenkeel on >PASSWORD -@all \\
  +ping +role +info +cluster|nodes \\
  +client|list +client|setname \\
  +client|no-evict +client|setinfo
`;

/** "evenkeel.yaml" of "/srv/evenkeel/evenkeel.yaml" */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) || path;
}

export function problemsTitle({ path, problems }: FleetFileStatus): string {
  const name = path === null ? "The fleet file" : fileName(path);
  return problems.length === 0
    ? `${name} cannot be read`
    : `${name} has ${countOf(problems.length, "error")}`;
}

/** "evenkeel.yaml:12", as editors and terminals understand it. */
export function problemPlace(path: string | null, line: number | null): string {
  const name = path === null ? "fleet file" : fileName(path);
  return line === null ? name : `${name}:${line}`;
}

/** All problems as a compiler would print them, with the whole path, to be pasted. */
export function problemsText({ path, problems }: FleetFileStatus): string {
  return problems
    .map(({ line, message, hint }) => {
      const place = `${path ?? "fleet file"}${line === null ? "" : `:${line}`}`;
      return `${place}: ${message}${hint === null ? "" : ` (${hint})`}`;
    })
    .join("\n");
}
