import type { ProxyReadingResult } from "@/lib/domain/proxies/model";
import { failure, failureOfError, type SourceFailure } from "./redis-failure";

/** Text of an answer, or why there is none. */
export type FetchedText =
  | { readonly state: "ok"; readonly text: string }
  | { readonly state: "failed"; readonly failure: SourceFailure };

/** The largest statistics seen were HAProxy's with thousands of servers, at some 500 bytes each. */
export const MOST_BYTES = 4 * 1024 * 1024;

export function failed(
  code: SourceFailure["code"],
  sentence: string,
): { state: "failed"; failure: SourceFailure } {
  return { state: "failed", failure: failure(code, sentence) };
}

export function tooLarge(): ReturnType<typeof failed> {
  return failed("garbled", `answers more than ${MOST_BYTES / 1024 / 1024} MB: is this its statistics?`);
}

export function closedByUs(): ReturnType<typeof failed> {
  return failed("closed", "connection closed by Evenkeel");
}

export function tooSlow(timeoutMs: number): ReturnType<typeof failed> {
  return failed("timeout", `does not answer within ${timeoutMs} ms`);
}

/** What a parser made of an answer, as an answer of this layer. */
export function answerOf(result: ProxyReadingResult) {
  return result.state === "ok" ? result : failed("garbled", result.reason);
}

/** An error of a socket or of HTTP in our words. Never contains a URL, and with it a password. */
export function failureOfTransport(error: unknown): SourceFailure {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code.startsWith("HPE_")) return failure("garbled", "does not speak HTTP, or cut its answer");
  switch (code) {
    case "ENOENT":
      return failure(
        "unreachable",
        "its socket does not exist: is the path right, and does it run on this machine?",
      );
    case "EACCES":
    case "EPERM":
      return failure("refused", "its socket may not be opened by the user that Evenkeel runs as");
    case "ENOTSOCK":
      return failure("unreachable", "its path is not a socket");
    default:
      return failureOfError(error, []);
  }
}
