import type { HealthAnswer } from "@/lib/contract/health";
import type { Reply } from "@/lib/contract/problem";
import { describeDatabaseError, isDatabaseAway, sqlStateOf } from "@/lib/store/database-errors";
import { sharedStore } from "@/lib/store/shared";
import { failed, type ReportContext } from "./context";
import { describeDown, reportHealth } from "./health";

/** Long enough for a restart of PostgreSQL, short enough for somebody who waits. */
const RETRY_AFTER_SEC = 5;
/** PostgreSQL's code before the schema is there. */
const UNDEFINED_TABLE = "42P01";

/**
 * Asks a report on the store and the clock of this process: `ask(reportClusters, { last: "1h" })`. For routes and for
 * pages that fetch ahead. A database that is away is an answer of its own kind; mistakes of ours are thrown.
 */
export async function ask<Args extends readonly unknown[], Answer>(
  report: (context: ReportContext, ...args: Args) => Promise<Reply<Answer>>,
  ...args: Args
): Promise<Reply<Answer>> {
  const store = sharedStore();
  if (store === null) return away("The database is being started.");
  try {
    return await shareInFlight(report, args, () => report({ store, now: new Date() }, ...args));
  } catch (error) {
    if (sqlStateOf(error) === UNDEFINED_TABLE) return away("The database is being prepared.");
    if (isOurMistake(error) || !isDatabaseAway(error)) throw error;
    return away(`The database does not answer: ${describeDatabaseError(error)}.`);
  }
}

/** By report, then by arguments: answers that are being made. */
const inFlight = new WeakMap<object, Map<string, Promise<unknown>>>();

/**
 * The same question asked while its answer is being made gets that answer: a layout and its page, or many screens that
 * refresh together, cost one.
 */
function shareInFlight<Answer>(
  report: object,
  args: readonly unknown[],
  make: () => Promise<Answer>,
): Promise<Answer> {
  const running = inFlight.get(report) ?? new Map<string, Promise<unknown>>();
  inFlight.set(report, running);
  const key = JSON.stringify(args);
  const known = running.get(key);
  if (known !== undefined) return known as Promise<Answer>;
  const made = make().finally(() => running.delete(key));
  running.set(key, made);
  return made;
}

/** Health answers before there is a database, and without one. */
export async function askHealth(): Promise<Reply<HealthAnswer>> {
  const now = new Date();
  const store = sharedStore();
  return store === null
    ? { state: "answered", answer: describeDown("being started", "embedded", now) }
    : reportHealth({ store, now });
}

function away(detail: string): ReturnType<typeof failed> {
  return failed({ code: "database-away", detail, retryAfterSec: RETRY_AFTER_SEC });
}

/** Whatever the database and its driver throw, it is not one of these. */
function isOurMistake(error: unknown): boolean {
  return (
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError ||
    error instanceof SyntaxError ||
    (error instanceof Error && error.name === "ZodError")
  );
}
