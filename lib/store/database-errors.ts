/** Reads what went wrong out of an error of pg or of Prisma. */

/** PostgreSQL's five-character code, or null: the error is not the database's answer. */
export function sqlStateOf(error: unknown): string | null {
  const code = textOf(causeOf(error), "originalCode");
  if (code !== null) return code;
  // Only errors sent by a server carry a severity; Node's own codes (EPIPE) look alike.
  return textOf(error, "severity") === null ? null : textOf(error, "code");
}

/**
 * Codes by which a server says that it is starting, stopping, full or not to be entered: what it was asked may succeed
 * later. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const AWAY_STATES: ReadonlySet<string> = new Set([
  "08000", // connection exception
  "08001", // unable to connect
  "08003", // connection does not exist
  "08004", // connection rejected
  "08006", // connection failure
  "25006", // read-only transaction: a standby, or a primary being demoted
  "28000", // invalid authorization
  "28P01", // wrong password
  "3D000", // no such database (yet)
  "40001", // serialization failure
  "40P01", // deadlock
  "53000", // insufficient resources
  "53100", // disk full
  "53200", // out of memory
  "53300", // too many connections
  "53400", // configuration limit exceeded
  "55P03", // lock not available
  "57014", // cancelled, statement timeout
  "57P01", // shut down by an administrator
  "57P02", // shut down after a crash
  "57P03", // cannot connect now: starting or stopping
  "57P05", // idle session timeout
  "58030", // I/O error
]);

/** What the driver adapter calls errors that have no code of the server's. */
const AWAY_KINDS: ReadonlySet<string> = new Set([
  "ConnectionClosed",
  "DatabaseNotReachable",
  "SocketTimeout",
  "TlsConnectionError",
  "TooManyConnections",
]);

/** pg's own words where it gives no code. */
const AWAY_MESSAGE =
  /timeout|terminated|not queryable|can't reach|no answer within|server closed|socket|connection (?:ended|closed|lost)/i;

/**
 * Is it worth trying the same again later? True when the database could not be reached, or refused for a reason that
 * passes; false when it read the statement and found it wrong, or when the mistake is ours.
 */
export function isDatabaseAway(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== null) return AWAY_STATES.has(state);
  const kind = textOf(causeOf(error), "kind");
  if (kind !== null && AWAY_KINDS.has(kind)) return true;
  // Node's system errors (ECONNREFUSED, ENOENT of a socket), Prisma's for the connection (P1001).
  if (/^(?:E[A-Z]{3,}|P1\d{3}|P2024)$/.test(textOf(error, "code") ?? "")) return true;
  return error instanceof Error && AWAY_MESSAGE.test(error.message);
}

/** One line for people, without the address's password: "connect ECONNREFUSED 127.0.0.1:5432". */
export function describeDatabaseError(error: unknown): string {
  const message = textOf(causeOf(error), "originalMessage") ?? lastLineOf(error);
  const state = sqlStateOf(error);
  return state === null ? message : `${message} (${state})`;
}

/** What the adapter caught, inside the error that Prisma makes of it. */
function causeOf(error: unknown): unknown {
  const adapterError = propertyOf(propertyOf(error, "meta"), "driverAdapterError") ?? error;
  return propertyOf(adapterError, "cause");
}

function textOf(value: unknown, key: string): string | null {
  const text = propertyOf(value, key);
  return typeof text === "string" ? text : null;
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

/** Prisma puts the reason last, below a picture of the call, and introduces it with a code. */
function lastLineOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const last = lines.at(-1)?.trim() ?? "unknown error";
  return /^Raw query failed\. Code: `[^`]*`\. Message: `(.*)`$/.exec(last)?.[1] ?? last;
}
