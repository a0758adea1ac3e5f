import { AsyncLocalStorage } from "node:async_hooks";
import type { FromTemporaryCredentialsOptions } from "@aws-sdk/credential-providers";
import { type Oddity, oddityOf } from "./aws-answer-check";

type Plugin = NonNullable<FromTemporaryCredentialsOptions["clientPlugins"]>[number];

/** What is seen of the requests that one call of ours takes. */
export interface Exchange {
  readonly signal: AbortSignal;
  /** To the service that was asked; those for credentials left out. */
  requests: number;
  /** "AssumeRole" when it came to no other. */
  operation: string;
  /** How far AWS's clock is ahead, in whole seconds; null: not told. */
  clockSkewMs: number | null;
  /** Of the newest answer. */
  retryAfterMs: number | null;
}

/** The answer is not AWS's. `status`: of HTTP. */
export class OddAnswer extends Error {
  constructor(
    readonly oddity: Oddity | "cut" | "too-large" | "endless",
    readonly status: number,
  ) {
    super(`odd answer: ${oddity}`);
  }
}

/** 100,800 points take some 4 MB. */
const MOST_BYTES = 32 * 1024 * 1024;

const current = new AsyncLocalStorage<Exchange>();

/** Runs a call; all requests of it, those for its credentials too, are noted in the exchange. */
export function during<T>(exchange: Exchange, run: () => Promise<T>): Promise<T> {
  return current.run(exchange, run);
}

/** Sits between the network and the SDK's parsers, in each client. Reads the body within the call's time. */
export const answerGuard: Plugin = {
  applyToStack(stack) {
    stack.add(
      (next) => async (args) => {
        const exchange = current.getStore();
        const sent = sentRequest(args.request);
        if (exchange !== undefined) {
          if (sent.operation !== "AssumeRole") exchange.requests++;
          exchange.operation = sent.operation;
        }
        const sentAtMs = Date.now();
        const result = await next(args);
        const response = receivedResponse(result.response);
        if (exchange !== undefined) note(exchange, response.headers, sentAtMs);
        const bytes = await collect(response, exchange?.signal ?? null);
        const oddity = oddityOf({
          ...sent,
          status: response.statusCode,
          contentType: response.headers["content-type"] ?? "",
          text: bytes.toString(),
        });
        if (oddity !== null) throw new OddAnswer(oddity, response.statusCode);
        response.body = bytes;
        return result;
      },
      { step: "deserialize", priority: "low", name: "evenkeelAnswerGuard", override: true },
    );
  },
};

interface Response {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  body: unknown;
}

function receivedResponse(response: unknown): Response {
  if (isResponse(response)) return response;
  throw new OddAnswer("other", 0);
}

function isResponse(value: unknown): value is Response {
  return typeof value === "object" && value !== null && "statusCode" in value && "headers" in value;
}

function sentRequest(request: unknown): { operation: string; wire: "query" | "json" } {
  const target = textIn(textIn(request, "headers"), "x-amz-target");
  if (typeof target === "string") return { operation: target.split(".").at(-1) ?? "", wire: "json" };
  const body = textIn(request, "body");
  const action = typeof body === "string" ? new URLSearchParams(body).get("Action") : null;
  return { operation: action ?? "", wire: "query" };
}

function textIn(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

function note(exchange: Exchange, headers: Response["headers"], sentAtMs: number): void {
  const retryAfterSec = Number(headers["retry-after"] ?? Number.NaN);
  exchange.retryAfterMs = retryAfterSec >= 0 ? retryAfterSec * 1000 : null;
  const dateMs = Date.parse(headers.date ?? "");
  if (Number.isNaN(dateMs)) return;
  // The header has whole seconds: on average it is half a second behind.
  const middleMs = (sentAtMs + Date.now()) / 2;
  exchange.clockSkewMs = Math.round((dateMs + 500 - middleMs) / 1000) * 1000;
}

async function collect({ body, statusCode }: Response, signal: AbortSignal | null): Promise<Buffer> {
  if (!isStream(body)) return Buffer.from(body instanceof Uint8Array ? body : "");
  const chunks: Buffer[] = [];
  let bytes = 0;
  const stop = (): void => body.destroy();
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted) stop();
  try {
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) throw new OddAnswer("too-large", statusCode);
      chunks.push(chunk);
    }
  } catch (error) {
    if (signal?.aborted || error instanceof OddAnswer) throw error;
    throw new OddAnswer("cut", statusCode);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
  return Buffer.concat(chunks);
}

function isStream(body: unknown): body is AsyncIterable<Buffer> & { destroy(): void } {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body && "destroy" in body;
}
