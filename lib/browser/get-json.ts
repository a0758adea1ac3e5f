import { type Problem, problem } from "@/lib/contract/problem";

/** The server answered, and its answer is a problem: `problem.errors` names bad fields. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(answer: Problem) {
    super(answer.detail ?? answer.title);
    this.name = "ProblemError";
    this.problem = answer;
  }
}

/** The server did not answer, or not in a language we know (a proxy's error page). */
export class UnreachableError extends Error {
  readonly status: number | null;

  constructor(message: string, status: number | null) {
    super(message);
    this.name = "UnreachableError";
    this.status = status;
  }
}

/**
 * The JSON answer at a path of our own API. Throws ProblemError or UnreachableError, and lets AbortError through.
 * `alsoGood` lists statuses whose body is an answer too (health says 503 with its usual body).
 */
export async function getJson<Answer>(
  path: string,
  signal?: AbortSignal,
  alsoGood: readonly number[] = [],
): Promise<Answer> {
  const response = await reach(path, signal);
  const body = await readJson(response);
  if (response.ok || alsoGood.includes(response.status)) {
    if (body === undefined) throw new UnreachableError("The answer was not JSON.", response.status);
    return body as Answer;
  }
  const parsed = problem.safeParse(body);
  if (parsed.success) throw new ProblemError(parsed.data);
  throw new UnreachableError(`The server answered ${response.status} without saying why.`, response.status);
}

async function reach(path: string, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(path, { headers: { accept: "application/json" }, ...(signal && { signal }) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new UnreachableError("Evenkeel does not answer.", null);
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    return undefined;
  }
}
