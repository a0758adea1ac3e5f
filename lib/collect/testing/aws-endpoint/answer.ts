import { assumeRole } from "./assume-role";
import { type Call, EMPTY_REGION } from "./call";
import { ELASTICACHE_OPERATIONS } from "./elasticache";
import { getMetricData, metricsOf } from "./get-metric-data";
import { type Caller, expiredToken, type KeyRing } from "./key-ring";
import type { CallLedger } from "./ledger";
import type { AwsFault } from "./model";
import { type Asked, readOperation } from "./operation";
import { AwsRefusal } from "./refusal";
import { htmlReply, jsonReply, type Reply, refusalReply, xmlReply } from "./reply";
import type { RawRequest } from "./signature";

export interface Desk {
  readonly keys: KeyRing;
  readonly ledger: CallLedger;
  readonly pageSize: number | null;
}

/** A reply, and what shall happen to it on its way. */
export interface Answer {
  readonly reply: Reply;
  readonly fault: AwsFault | null;
}

/** The service that each wire format and operation belong to, as the credential's scope names it. */
function serviceOf({ wire, operation }: Asked): string {
  if (wire === "json") return "monitoring";
  return operation === "AssumeRole" ? "sts" : "elasticache";
}

/** What AWS would answer at this moment. */
export async function answerOf(request: RawRequest, desk: Desk, nowMs: number): Promise<Answer> {
  const asked = readOperation(request);
  const service = serviceOf(asked);
  try {
    const caller = desk.keys.callerOf(request, nowMs);
    const { region } = caller.signed;
    desk.ledger.countCall(asked.operation, region);
    const fault = desk.ledger.faultOf(asked.operation, region);
    if (fault === "html" || fault === "html-503")
      return { reply: htmlReply(fault === "html" ? 200 : 503), fault };
    checkScope(caller, service);
    refuseFor(fault, asked, caller, service);
    const result = await resultOf(asked, { desk, caller, fault, nowMs });
    return {
      reply: asked.wire === "json" ? jsonReply(result) : xmlReply(service, asked.operation, result),
      fault,
    };
  } catch (error) {
    if (!(error instanceof AwsRefusal)) throw error;
    return { reply: refusalReply(error, asked.wire, service), fault: null };
  }
}

function checkScope({ signed }: Caller, service: string): void {
  if (signed.service !== service)
    throw new AwsRefusal("signature", `Credential should be scoped to correct service: '${service}'. `);
}

/** Throws what AWS would say for the fault, if it is one of AWS's own words. */
function refuseFor(fault: AwsFault | null, { operation }: Asked, caller: Caller, service: string): void {
  switch (fault) {
    case "throttle":
      throw new AwsRefusal("throttled", "Rate exceeded");
    case "deny":
      throw new AwsRefusal("denied", deniedMessage(operation, caller, service));
    case "expired":
      throw expiredToken();
    case "clock":
      throw new AwsRefusal(
        "skewed",
        "The difference between the request time and the current time is too large.",
      );
    case "error-document":
      throw new AwsRefusal("internal", "We encountered an internal error. Please try again.");
    case "unsupported":
      throw new AwsRefusal(
        "not-implemented",
        `The API action '${operation}' for service '${service}' has not yet been implemented.`,
      );
    case null:
    case "html":
    case "html-503":
    case "hang":
    case "slow":
    case "truncated":
    case "partial":
    case "repeat-marker":
  }
}

function deniedMessage(operation: string, { userArn, accountId, signed }: Caller, service: string): string {
  const action = `${service === "monitoring" ? "cloudwatch" : service}:${operation}`;
  const resource =
    service === "elasticache" ? ` on resource: arn:aws:elasticache:${signed.region}:${accountId}:*` : "";
  return `User: ${userArn} is not authorized to perform: ${action}${resource} because no identity-based policy allows the ${action} action`;
}

interface Circumstances {
  readonly desk: Desk;
  readonly caller: Caller;
  readonly fault: AwsFault | null;
  readonly nowMs: number;
}

async function resultOf(asked: Asked, { desk, caller, fault, nowMs }: Circumstances): Promise<object> {
  const { region } = caller.signed;
  const call: Call = {
    operation: asked.operation,
    caller,
    world: caller.regions[region] ?? EMPTY_REGION,
    nowMs,
    pageSize: desk.pageSize,
    repeatsMarker: fault === "repeat-marker",
    isPartial: fault === "partial",
  };
  if (asked.wire === "json" && asked.operation === "GetMetricData") {
    const result = await getMetricData(call, asked.json);
    desk.ledger.countMetrics(region, metricsOf(asked.json));
    return result;
  }
  if (asked.wire === "query" && asked.operation === "AssumeRole")
    return assumeRole(desk.keys, caller, asked.parameters, nowMs);
  const operation = asked.wire === "query" ? ELASTICACHE_OPERATIONS[asked.operation] : undefined;
  if (operation === undefined)
    throw new AwsRefusal("unknown-operation", `Could not find operation ${asked.operation}`);
  return operation(call, asked.parameters);
}
