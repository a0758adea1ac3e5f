import { connectionsParams } from "@/lib/contract/connections";
import { handle } from "@/lib/http/handle";
import { ask } from "@/lib/reports/ask";
import { reportConnections } from "@/lib/reports/connections";

export async function GET(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await context.params;
  return handle(request, connectionsParams, (params) => ask(reportConnections, id, params));
}
