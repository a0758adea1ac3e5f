import { randomUUID } from "node:crypto";
import type { AwsRefusal, Wire } from "./refusal";

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const JSON_TYPE = "application/x-amz-json-1.0";
const XML_TYPE = "text/xml";

/** Names of list items that are not "member", by the list's name: ElastiCache's model gives its lists such names. */
const ITEM_NAMES: Readonly<Record<string, string>> = {
  ReplicationGroups: "ReplicationGroup",
  MemberClusters: "ClusterId",
  NodeGroups: "NodeGroup",
  NodeGroupMembers: "NodeGroupMember",
  CacheClusters: "CacheCluster",
  CacheNodes: "CacheNode",
  CacheNodeIdsToReboot: "CacheNodeId",
  Events: "Event",
  Parameters: "Parameter",
  SecurityGroupIds: "SecurityGroupId",
  SubnetIds: "SubnetId",
};

const NAMESPACES: Readonly<Record<string, string>> = {
  elasticache: "http://elasticache.amazonaws.com/doc/2015-02-02/",
  sts: "https://sts.amazonaws.com/doc/2011-06-15/",
};

/** An element by the name, with all that the value holds; nothing for what is left out. */
function element(name: string, value: unknown): string {
  if (value === undefined || value === null) return "";
  return `<${name}>${content(name, value)}</${name}>`;
}

function content(name: string, value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => element(ITEM_NAMES[name] ?? "member", item)).join("");
  if (typeof value === "object" && value !== null)
    return Object.entries(value)
      .map(([key, inner]) => element(key, inner))
      .join("");
  return escapeXml(String(value));
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

export function xmlReply(service: string, operation: string, result: object): Reply {
  const requestId = randomUUID();
  const body =
    `<${operation}Response xmlns="${NAMESPACES[service] ?? ""}">` +
    element(`${operation}Result`, result) +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`;
  return { status: 200, headers: { "content-type": XML_TYPE, "x-amzn-requestid": requestId }, body };
}

export function jsonReply(result: object): Reply {
  return {
    status: 200,
    headers: { "content-type": JSON_TYPE, "x-amzn-requestid": randomUUID() },
    body: JSON.stringify(result),
  };
}

/** An error document: <ErrorResponse> in Query, `__type` in JSON. */
export function refusalReply(refusal: AwsRefusal, wire: Wire, service: string): Reply {
  const requestId = randomUUID();
  const { code, status } = refusal.named(wire);
  const type = status >= 500 ? "Receiver" : "Sender";
  if (wire === "json")
    return {
      status,
      headers: {
        "content-type": JSON_TYPE,
        "x-amzn-requestid": requestId,
        "x-amzn-query-error": `${refusal.named("query").code};${type}`,
      },
      body: JSON.stringify({ __type: `com.amazon.coral.service#${code}`, message: refusal.message }),
    };
  const error = element("Error", { Type: type, Code: code, Message: refusal.message });
  const xmlns = NAMESPACES[service] ?? NAMESPACES.elasticache;
  return {
    status,
    headers: { "content-type": XML_TYPE, "x-amzn-requestid": requestId },
    body: `<ErrorResponse xmlns="${xmlns}">${error}<RequestId>${requestId}</RequestId></ErrorResponse>`,
  };
}

/** What a proxy, a captive portal or a load balancer says in AWS's place. */
export function htmlReply(status: number): Reply {
  return {
    status,
    headers: { "content-type": "text/html; charset=utf-8" },
    body: "<html><head><title>Sign in to the network</title></head><body><h1>Welcome</h1></body></html>",
  };
}
