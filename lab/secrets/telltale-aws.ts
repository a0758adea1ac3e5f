import { createServer } from "node:http";
import { bodyOf, secretsOfRequest } from "./aws-relay";
import { listenOnLoopback } from "./listen-on-loopback";

/** An endpoint that repeats in its refusals all that it was sent, as AWS does when a signature does not match. */
export interface TelltaleAws {
  readonly url: string;
  /** Refusals so far, by their code. */
  told(): ReadonlyMap<string, number>;
  secrets(): readonly string[];
  stop(): Promise<void>;
}

/** Each is taken for another kind of failure. */
const CODES: readonly (readonly [code: string, status: number])[] = [
  ["SignatureDoesNotMatch", 403],
  ["InvalidParameterValue", 400],
  ["AccessDenied", 403],
  ["ReplicationGroupNotFoundFault", 404],
  ["InternalFailure", 500],
];

export async function startTelltaleAws(): Promise<TelltaleAws> {
  const told = new Map<string, number>();
  const secrets = new Set<string>();
  let requests = 0;
  const server = createServer(async (request, response) => {
    await bodyOf(request);
    for (const secret of secretsOfRequest(request)) secrets.add(secret);
    const [code, status] = CODES[requests++ % CODES.length] ?? ["InternalFailure", 500];
    const { authorization, "x-amz-security-token": token } = request.headers;
    const message = `${token} with ${authorization}: User: arn:aws:iam::123456789012:user/${token} is not authorized to perform: elasticache:DescribeEvents`;
    const isJson = (request.headers["content-type"] ?? "").includes("json");
    told.set(code, (told.get(code) ?? 0) + 1);
    response.writeHead(status, { "content-type": isJson ? "application/x-amz-json-1.0" : "text/xml" });
    response.end(
      isJson
        ? JSON.stringify({ __type: code, message })
        : `<ErrorResponse xmlns="http://elasticache.amazonaws.com/doc/2015-02-02/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
    );
  });
  const { url, close } = await listenOnLoopback(server);
  return { url, told: () => told, secrets: () => [...secrets], stop: close };
}
