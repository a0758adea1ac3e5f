import { clusterParams } from "@/lib/contract/cluster";
import { handle } from "@/lib/http/handle";
import { ask } from "@/lib/reports/ask";
import { reportCluster } from "@/lib/reports/cluster";

export async function GET(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await context.params;
  return handle(request, clusterParams, () => ask(reportCluster, id));
}
