import type { Failure, Problem, ProblemCode } from "@/lib/contract/problem";

interface Wording {
  readonly status: number;
  readonly title: string;
}

/** The only place where a failure becomes a status. */
const WORDING: Readonly<Record<ProblemCode, Wording>> = {
  "bad-parameter": { status: 400, title: "A parameter cannot be read" },
  "unknown-question": { status: 404, title: "No such question" },
  "unknown-cluster": { status: 404, title: "No such cluster" },
  "database-away": { status: 503, title: "The database does not answer" },
  internal: { status: 500, title: "Evenkeel made a mistake" },
};

export function problemOf(failure: Failure): Problem {
  const { status, title } = WORDING[failure.code];
  return {
    type: `urn:evenkeel:problem:${failure.code}`,
    title,
    status,
    detail: failure.detail,
    ...(failure.errors && { errors: [...failure.errors] }),
  };
}

/** RFC 9457: the failure as a problem document. */
export function problemResponse(failure: Failure): Response {
  const body = problemOf(failure);
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(failure.retryAfterSec !== undefined && { "retry-after": String(failure.retryAfterSec) }),
    },
  });
}
