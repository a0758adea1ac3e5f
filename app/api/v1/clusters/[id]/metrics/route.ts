import { metricsParams } from "@/lib/contract/metrics";
import { handle } from "@/lib/http/handle";
import { ask } from "@/lib/reports/ask";
import { reportMetrics } from "@/lib/reports/metrics";

export async function GET(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await context.params;
  return handle(request, metricsParams, (params) => ask(reportMetrics, id, params));
}
