import { type ClientsParams, type ClientsSort, DIRECT } from "@/lib/contract/clients";
import type { Connection } from "@/lib/domain/connections/model";

/** A connection and the address of the node that it is open on. */
export interface NodeConnection {
  readonly node: string;
  readonly connection: Connection;
}

export type ClientFilter = Pick<ClientsParams, "proxy" | "group" | "node" | "q">;

/** Does the connection pass every filter but `group`? */
export function passesAround({ node, connection }: NodeConnection, filter: ClientFilter): boolean {
  if (filter.node !== undefined && filter.node !== node) return false;
  if (filter.proxy !== undefined && !isThrough(connection, filter.proxy)) return false;
  return filter.q === undefined || containsText(connection, filter.q.toLowerCase());
}

/** `direct` asks for connections without a proxy, unless a proxy has that name. */
function isThrough({ proxy }: Connection, wanted: string): boolean {
  return proxy === null ? wanted === DIRECT : proxy === wanted;
}

function containsText({ name, addr, user, libName, libVer, id }: Connection, text: string): boolean {
  return (
    name.toLowerCase().includes(text) ||
    addr.toLowerCase().includes(text) ||
    user.toLowerCase().includes(text) ||
    `${libName} ${libVer}`.toLowerCase().includes(text) ||
    String(id) === text
  );
}

type Compare = (left: NodeConnection, right: NodeConnection) => number;

const byText = (pick: (one: NodeConnection) => string): Compare => {
  return (left, right) => compareTexts(pick(left), pick(right));
};

/** Code point order: the same on every machine, which pages depend on. */
function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

const ORDERS: Readonly<Record<ClientsSort, Compare>> = {
  newest: (left, right) => right.connection.openedAtMs - left.connection.openedAtMs,
  oldest: (left, right) => left.connection.openedAtMs - right.connection.openedAtMs,
  name: byText(({ connection }) => connection.name),
  address: byText(({ connection }) => connection.addr),
  // Direct ones come last: U+FFFF sorts after every name.
  proxy: byText(({ connection }) => connection.proxy ?? "\uffff"),
  group: byText(({ connection }) => connection.group),
  node: byText(({ node }) => node),
};

/** Sorted as asked, ties by node and id, so that the order is total. */
export function sortConnections(connections: NodeConnection[], sort: ClientsSort): NodeConnection[] {
  const order = ORDERS[sort];
  return connections.sort(
    (left, right) =>
      order(left, right) || compareTexts(left.node, right.node) || right.connection.id - left.connection.id,
  );
}
