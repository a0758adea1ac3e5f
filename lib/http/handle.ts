import type { z } from "zod";
import type { Reply } from "@/lib/contract/problem";
import { problemResponse } from "./problem-response";
import { readParams } from "./read-params";

/**
 * Request → parameters → report → JSON. Answers are `no-store`: each carries its own `now`, and a past window
 * can still change while sweeps wait on disk for the database, so there is nothing a cache could keep truthfully.
 */
export async function handle<Schema extends z.ZodType, Answer>(
  request: Request,
  schema: Schema,
  report: (params: z.output<Schema>) => Promise<Reply<Answer>>,
  statusOf: (answer: Answer) => number = () => 200,
): Promise<Response> {
  const read = readParams(new URL(request.url).searchParams, schema);
  if (read.state === "refused") {
    const names = read.errors.map((error) => `${error.field} ${error.message}`).join("; ");
    return problemResponse({ code: "bad-parameter", detail: `${names}.`, errors: read.errors });
  }
  try {
    const reply = await report(read.params);
    return reply.state === "answered"
      ? jsonResponse(reply.answer, statusOf(reply.answer))
      : problemResponse(reply.failure);
  } catch (error) {
    console.error(`evenkeel: ${new URL(request.url).pathname} failed`, error);
    return problemResponse({
      code: "internal",
      detail: "The question could not be answered; the reason is in the server's log.",
    });
  }
}

export function jsonResponse(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
  });
}
