import { z } from "zod";

/** What can be wrong, a closed set: `type` of a problem is `urn:evenkeel:problem:<code>`. */
export const problemCode = z.enum([
  "bad-parameter",
  "unknown-question",
  "unknown-cluster",
  "database-away",
  "internal",
]);
export type ProblemCode = z.infer<typeof problemCode>;

export const fieldError = z.object({ field: z.string(), message: z.string() });
export type FieldError = z.infer<typeof fieldError>;

/** RFC 9457 problem document; `errors` names each bad field. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  errors: z.array(fieldError).optional(),
});
export type Problem = z.infer<typeof problem>;

/** Why a question has no answer, in words for the person who asked. Statuses are decided in lib/http. */
export interface Failure {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  /** Seconds after which asking again may help. */
  readonly retryAfterSec?: number;
}

/** What every report returns: the answer, or why there is none. */
export type Reply<Answer> =
  | { readonly state: "answered"; readonly answer: Answer }
  | { readonly state: "failed"; readonly failure: Failure };
