import { lookup, Resolver } from "node:dns/promises";
import { printAddress } from "@/lib/config/addresses";
import type { Address } from "@/lib/config/fleet";
import { within } from "../within";
import { failure, type SourceFailure } from "./redis-failure";

export interface NameQuestion {
  readonly name: string;
  /** The DNS server to ask; null: the system's, with its search domains and hosts file. */
  readonly server: Address | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export type NameAnswer =
  /** A and AAAA records, sorted, each once; at least one. */
  | { readonly state: "resolved"; readonly addresses: readonly string[] }
  /** The sentence goes on from the name: "does not exist in DNS". */
  | { readonly state: "failed"; readonly failure: SourceFailure };

type Records =
  | { readonly state: "found"; readonly addresses: readonly string[] }
  | { readonly state: "failed"; readonly code: string };

/** Codes that are an answer: there is no such record. */
const NONE_CODES: ReadonlySet<string> = new Set(["ENOTFOUND", "ENODATA"]);

/** The addresses of a name. Never throws, and ends within `timeoutMs`. */
export async function resolveName(question: NameQuestion): Promise<NameAnswer> {
  const { name, server, timeoutMs, signal } = question;
  if (signal.aborted) return failed("closed", "was not asked for: Evenkeel is closing");
  const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
  if (server !== null) resolver.setServers([printAddress(server)]);
  const cancel = (): void => resolver.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    const answers = await within(
      Promise.all([recordsOf(resolver.resolve4(name)), recordsOf(resolver.resolve6(name))]),
      timeoutMs,
    );
    if (answers === "too late") return tooLate(server, timeoutMs);
    const [four, six] = answers;
    // Names in the hosts file or under a search domain are known to the system's resolver only. It cannot be
    // cancelled and holds one of four threads, so it is asked only once DNS has shown that it answers at once.
    if (server === null && [four, six].every((records) => isNone(records) || isNotThere(records)))
      return await lookUp(name, timeoutMs);
    return answerOf(four, six, question);
  } finally {
    signal.removeEventListener("abort", cancel);
    resolver.cancel();
  }
}

async function recordsOf(query: Promise<string[]>): Promise<Records> {
  try {
    return { state: "found", addresses: await query };
  } catch (error) {
    return { state: "failed", code: codeOf(error) };
  }
}

/** A failed AAAA query beside A records is let pass: many a server mishandles it. The other way round half would be missing. */
function answerOf(four: Records, six: Records, question: NameQuestion): NameAnswer {
  if (four.state === "failed" && !isNone(four)) return explain(four.code, question);
  const addresses = [four, six].flatMap((records) => (records.state === "found" ? records.addresses : []));
  if (addresses.length > 0) return resolved(addresses);
  return explain(six.state === "failed" ? six.code : "ENODATA", question);
}

async function lookUp(name: string, timeoutMs: number): Promise<NameAnswer> {
  try {
    const found = await within(lookup(name, { all: true }), timeoutMs);
    if (found === "too late") return tooLate(null, timeoutMs);
    return resolved(found.map(({ address }) => address));
  } catch (error) {
    return explain(codeOf(error), { name, server: null, timeoutMs });
  }
}

function resolved(addresses: readonly string[]): NameAnswer {
  return { state: "resolved", addresses: [...new Set(addresses)].sort() };
}

function explain(code: string, question: Omit<NameQuestion, "signal">): NameAnswer {
  const who = serverName(question.server);
  switch (code) {
    case "ENOTFOUND":
    case "EAI_NONAME":
      return failed("unreachable", "does not exist in DNS");
    case "ENODATA":
      return failed("unreachable", "exists in DNS, but has no address");
    case "ETIMEOUT":
    case "EAI_AGAIN":
      return tooLate(question.server, question.timeoutMs);
    case "ECONNREFUSED":
      return failed("unreachable", `cannot be resolved: ${who} refuses the connection`);
    case "ESERVFAIL":
      return failed("unreachable", `cannot be resolved: ${who} failed (SERVFAIL)`);
    case "EREFUSED":
      return failed("refused", `cannot be resolved: ${who} refuses to answer for it`);
    case "EBADRESP":
      return failed("garbled", `cannot be resolved: ${who} answers something that is not DNS`);
    case "ECANCELLED":
      return failed("closed", "was not resolved: Evenkeel is closing");
    default:
      return failed("garbled", `cannot be resolved: ${who} answers ${code}`);
  }
}

function tooLate(server: Address | null, timeoutMs: number): NameAnswer {
  return failed(
    "timeout",
    `cannot be resolved: ${serverName(server)} does not answer within ${timeoutMs} ms`,
  );
}

function serverName(server: Address | null): string {
  return server === null ? "DNS" : `the DNS server ${printAddress(server)}`;
}

function failed(code: SourceFailure["code"], sentence: string): NameAnswer {
  return { state: "failed", failure: failure(code, sentence) };
}

function isNone(records: Records): boolean {
  return records.state === "failed" && NONE_CODES.has(records.code);
}

function isNotThere(records: Records): boolean {
  return records.state === "failed" && records.code === "ECONNREFUSED";
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "EUNKNOWN";
}
