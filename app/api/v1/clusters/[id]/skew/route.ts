import { skewParams } from "@/lib/contract/skew";
import { handle } from "@/lib/http/handle";
import { ask } from "@/lib/reports/ask";
import { reportSkew } from "@/lib/reports/skew";

export async function GET(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await context.params;
  return handle(request, skewParams, (params) => ask(reportSkew, id, params));
}
