import { jsonResponse } from "@/lib/http/handle";
import { describeApi } from "@/lib/http/openapi";

export function GET(): Response {
  return jsonResponse(describeApi());
}
