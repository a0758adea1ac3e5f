import { get as getHttp, type IncomingMessage, type RequestOptions } from "node:http";
import { get as getHttps } from "node:https";
import type { ReadingOptions } from "./proxy-statistics";
import {
  closedByUs,
  type FetchedText,
  failed,
  failureOfTransport,
  MOST_BYTES,
  tooLarge,
  tooSlow,
} from "./statistics-failure";

/**
 * The body of a URL, by GET on a connection of its own (a kept one would be cut by the server between two readings, now
 * and then in the middle of one). User and password of the URL are sent as Basic. Redirects are not followed: they
 * would take the password elsewhere. Never throws, ends within `timeoutMs`, and reads 4 MB at most.
 */
export async function fetchText(url: string, options: ReadingOptions): Promise<FetchedText> {
  try {
    return await get(url, options);
  } catch (error) {
    return { state: "failed", failure: failureOfTransport(error) };
  }
}

/** Rejects when the URL cannot even be tried: its password holds a lone %. */
function get(url: string, { timeoutMs, signal }: ReadingOptions): Promise<FetchedText> {
  return new Promise((resolve) => {
    const request = requestTo(url, (response) => {
      const refusal = refusalOf(response);
      if (refusal === null) collect(response, done);
      else done(refusal);
    });
    const done = (result: FetchedText): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      resolve(result);
      request.destroy();
    };
    const abort = (): void => done(closedByUs());
    const timer = setTimeout(() => done(tooSlow(timeoutMs)), timeoutMs);
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
    request.on("error", (error) => done({ state: "failed", failure: failureOfTransport(error) }));
  });
}

function requestTo(url: string, onResponse: (response: IncomingMessage) => void) {
  const target = new URL(url);
  const options: RequestOptions = {
    agent: false,
    headers: { accept: "*/*", "user-agent": "evenkeel" },
  };
  return (target.protocol === "https:" ? getHttps : getHttp)(target, options, onResponse);
}

function collect(response: IncomingMessage, done: (result: FetchedText) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) done(tooLarge());
    else chunks.push(chunk);
  });
  response.on("error", (error) => done({ state: "failed", failure: failureOfTransport(error) }));
  response.on("end", () => done({ state: "ok", text: Buffer.concat(chunks).toString() }));
  response.on("close", () => {
    if (!response.complete) done(failed("closed", "cut its answer"));
  });
}

function refusalOf({ statusCode = 0 }: IncomingMessage): Extract<FetchedText, { state: "failed" }> | null {
  if (statusCode >= 200 && statusCode < 300) return null;
  if (statusCode === 401 || statusCode === 403)
    return failed(
      "auth",
      `asks for a user name and password (${statusCode}): http://user:\${NAME}@host:port/`,
    );
  if (statusCode === 404) return failed("refused", "has nothing at this path (404)");
  if (statusCode >= 300 && statusCode < 400)
    return failed("refused", `answers with a redirect (${statusCode}): write the URL that it leads to`);
  return failed("refused", `answers with status ${statusCode}`);
}
