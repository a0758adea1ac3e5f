import { clientsParams } from "@/lib/contract/clients";
import { handle } from "@/lib/http/handle";
import { ask } from "@/lib/reports/ask";
import { reportClients } from "@/lib/reports/clients";

export async function GET(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await context.params;
  return handle(request, clientsParams, (params) => ask(reportClients, id, params));
}
