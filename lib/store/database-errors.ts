/** Reads what went wrong out of an error of pg or of Prisma. */

/** PostgreSQL's five-character code, or null: the error is not the database's answer. */
export function sqlStateOf(error: unknown): string | null {
  const cause = causeOf(error);
  if (cause?.originalCode !== undefined) return cause.originalCode;
  // Only errors sent by a server carry a severity; Node's own codes (EPIPE) look alike.
  const code = propertyOf(error, "code");
  return typeof code === "string" && typeof propertyOf(error, "severity") === "string" ? code : null;
}

/** Codes by which a server says that it is not ready, going away, or full: the statement may succeed later. */
const AWAY_STATES = new Set([
  "08000",
  "08001",
  "08003",
  "08004",
  "08006",
  "08P01",
  "53100",
  "53200",
  "53300",
  "53400",
  "57014",
  "57P01",
  "57P02",
  "57P03",
  "57P05",
  "58030",
  "55P03",
  "40001",
  "40P01",
  "25006",
  "28000",
  "28P01",
  "3D000",
]);

/**
 * Is it worth trying the same statement again later? Yes when the database could not be reached, or refused for a
 * reason that passes; no when it read the statement and found it wrong.
 */
export function isDatabaseAway(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== null) return AWAY_STATES.has(state);
  return true;
}

/** One line for people, without addresses of secrets: "connection refused (127.0.0.1:5432)". */
export function describeDatabaseError(error: unknown): string {
  const cause = causeOf(error);
  const message = cause?.originalMessage ?? lastLineOf(error);
  const state = sqlStateOf(error);
  return state === null ? message : `${message} (${state})`;
}

interface AdapterCause {
  readonly originalCode?: string;
  readonly originalMessage?: string;
}

function causeOf(error: unknown): AdapterCause | null {
  const adapterError = propertyOf(propertyOf(error, "meta"), "driverAdapterError");
  const cause = propertyOf(adapterError, "cause") ?? propertyOf(error, "cause");
  if (typeof cause !== "object" || cause === null) return null;
  const originalCode = propertyOf(cause, "originalCode");
  const originalMessage = propertyOf(cause, "originalMessage");
  return {
    ...(typeof originalCode === "string" ? { originalCode } : {}),
    ...(typeof originalMessage === "string" ? { originalMessage } : {}),
  };
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

/** Prisma puts the reason last, after a picture of the call. */
function lastLineOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.at(-1)?.trim() ?? "unknown error";
}
