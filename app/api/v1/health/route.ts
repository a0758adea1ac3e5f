import { healthParams } from "@/lib/contract/health";
import { handle } from "@/lib/http/handle";
import { askHealth } from "@/lib/reports/ask";

export function GET(request: Request): Promise<Response> {
  return handle(request, healthParams, askHealth, ({ status }) => (status === "down" ? 503 : 200));
}
