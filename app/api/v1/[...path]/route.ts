import { problemResponse } from "@/lib/http/problem-response";

/** What no other route answers: a program gets a problem document, not a page. */
export function GET(request: Request): Response {
  const detail = `Nothing is at ${new URL(request.url).pathname}. The questions that can be asked: /api/v1/openapi.json`;
  return problemResponse({ code: "unknown-question", detail });
}
