import { clustersParams } from "@/lib/contract/clusters";
import { handle } from "@/lib/http/handle";
import { ask } from "@/lib/reports/ask";
import { reportClusters } from "@/lib/reports/clusters";

export function GET(request: Request): Promise<Response> {
  return handle(request, clustersParams, (params) => ask(reportClusters, params));
}
