import { createServer, type IncomingMessage, request } from "node:http";
import { listenOnLoopback } from "./listen-on-loopback";

/** What AssumeRole gives. */
const ASSUMED = /<(?:SecretAccessKey|SessionToken)>([^<]+)</g;

/** Between the collector and AWS's stand-in: hands everything on and remembers what was secret in it. */
export interface AwsRelay {
  readonly url: string;
  /** Signatures, session tokens, and the secret keys of assumed roles that went through. */
  secrets(): readonly string[];
  stop(): Promise<void>;
}

export async function startAwsRelay(targetUrl: string): Promise<AwsRelay> {
  const secrets = new Set<string>();
  const server = createServer((asked, answered) => {
    for (const secret of secretsOfRequest(asked)) secrets.add(secret);
    const { method, url, headers } = asked;
    // The host, too, is as it was signed.
    const forwarded = request(
      `${targetUrl}${url ?? "/"}`,
      { method: method ?? "POST", headers },
      (answer) => {
        answered.writeHead(answer.statusCode ?? 502, answer.headers);
        bodyOf(answer).then(
          (body) => {
            for (const [, secret = ""] of body.toString().matchAll(ASSUMED)) secrets.add(secret);
            answered.end(body);
          },
          () => answered.destroy(),
        );
      },
    );
    forwarded.on("error", () => answered.destroy());
    asked.pipe(forwarded);
  });
  const { url, close } = await listenOnLoopback(server);
  return { url, secrets: () => [...secrets], stop: close };
}

/** What proves who sent it: whoever reads it in a log could do the same for some minutes. */
export function secretsOfRequest({ headers }: Pick<IncomingMessage, "headers">): string[] {
  const signature = /Signature=([0-9a-f]{64})/.exec(headers.authorization ?? "")?.[1];
  const token = headers["x-amz-security-token"];
  return [signature ?? [], token ?? []].flat();
}

export async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}
