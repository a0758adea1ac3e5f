import { expect } from "vitest";
import type { z } from "zod";
import type { Failure, Reply } from "@/lib/contract/problem";

/** The answer, after checking that it is exactly what the contract says: no field more, none less. */
export function answerOf<Answer>(reply: Reply<Answer>, schema: z.ZodType<Answer>): Answer {
  if (reply.state === "failed") throw new Error(`no answer: ${reply.failure.detail}`);
  expect(schema.parse(JSON.parse(JSON.stringify(reply.answer)))).toEqual(reply.answer);
  return reply.answer;
}

export function failureOf<Answer>(reply: Reply<Answer>): Failure {
  if (reply.state === "answered") throw new Error("an answer where a failure was expected");
  return reply.failure;
}
