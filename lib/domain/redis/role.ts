/** The reply of ROLE: what the node takes itself for. */
export type RoleReply =
  | { readonly role: "primary"; readonly offset?: number; readonly replicas: readonly RoleReplica[] }
  | {
      readonly role: "replica";
      readonly primary: { readonly host: string; readonly port: number };
      /** connect, connecting, sync or connected. */
      readonly link: string;
      readonly offset?: number;
    }
  | { readonly role: "sentinel"; readonly primaries: readonly string[] }
  | { readonly role: "unknown"; readonly reason: string };

export interface RoleReplica {
  readonly host: string;
  readonly port: number;
  readonly offset?: number;
}

/** Parses the decoded reply of ROLE (https://redis.io/docs/latest/commands/role): strings, Buffers or numbers. Never throws. */
export function parseRole(reply: unknown): RoleReply {
  if (!Array.isArray(reply)) return { role: "unknown", reason: "the reply is not an array" };
  const items: readonly unknown[] = reply;
  const role = readWord(items[0]);
  switch (role) {
    case "master":
    case "primary":
      return { role: "primary", ...readOffset(items[1]), replicas: readReplicas(items[2]) };
    case "slave":
    case "replica":
      return parseReplica(items);
    case "sentinel":
      return { role: "sentinel", primaries: Array.isArray(items[1]) ? items[1].map(readWord) : [] };
    default:
      return { role: "unknown", reason: `unknown role "${role.slice(0, 40)}"` };
  }
}

function parseReplica(items: readonly unknown[]): RoleReply {
  const host = readWord(items[1]);
  const port = readNumber(items[2]);
  if (host === "" || port === undefined)
    return { role: "unknown", reason: "a replica without the address of its primary" };
  return { role: "replica", primary: { host, port }, link: readWord(items[3]), ...readOffset(items[4]) };
}

function readReplicas(reply: unknown): RoleReplica[] {
  if (!Array.isArray(reply)) return [];
  return reply.flatMap((item: unknown) => {
    const [host, port, offset]: readonly unknown[] = Array.isArray(item) ? item : [];
    const number = readNumber(port);
    return readWord(host) === "" || number === undefined
      ? []
      : [{ host: readWord(host), port: number, ...readOffset(offset) }];
  });
}

/** -1 is how a replica says that it has no offset yet. */
function readOffset(item: unknown): { offset?: number } {
  const offset = readNumber(item);
  return offset === undefined || offset < 0 ? {} : { offset };
}

function readWord(item: unknown): string {
  return typeof item === "string" ? item : Buffer.isBuffer(item) ? item.toString() : "";
}

function readNumber(item: unknown): number | undefined {
  if (typeof item === "number") return Number.isSafeInteger(item) ? item : undefined;
  if (typeof item === "bigint") return Number(item);
  const text = readWord(item);
  return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}
