import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { AwsRefusal } from "./refusal";

/** What a request's Authorization header claims (SigV4). */
export interface SignedAs {
  readonly accessKeyId: string;
  /** YYYYMMDD */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** YYYYMMDDTHHMMSSZ */
  readonly date: string;
}

export interface RawRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** AWS refuses what was signed further from its own clock. */
const MOST_SKEW_MS = 5 * 60_000;
const FORM =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/** Who signed, by the form alone; null: nobody did. */
export function readSignature(headers: IncomingHttpHeaders): SignedAs | null {
  const authorization = headers.authorization;
  if (authorization === undefined) return null;
  const [, accessKeyId = "", day = "", region = "", service = "", names = "", signature = ""] =
    FORM.exec(authorization) ?? [];
  const date = headers["x-amz-date"];
  if (accessKeyId === "" || typeof date !== "string")
    throw new AwsRefusal(
      "incomplete",
      "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters and 'X-Amz-Date'.",
    );
  return { accessKeyId, day, region, service, signedHeaders: names.split(";"), signature, date };
}

export function checkClock({ date }: SignedAs, nowMs: number): void {
  const now = basicDate(nowMs);
  const signedMs = Date.parse(
    date.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, "$1-$2-$3T$4:$5:$6Z"),
  );
  if (signedMs < nowMs - MOST_SKEW_MS)
    throw new AwsRefusal(
      "signature",
      `Signature expired: ${date} is now earlier than ${basicDate(nowMs - MOST_SKEW_MS)} (${now} - 5 min.)`,
    );
  if (!(signedMs <= nowMs + MOST_SKEW_MS))
    throw new AwsRefusal(
      "signature",
      `Signature not yet current: ${date} is still later than ${basicDate(nowMs + MOST_SKEW_MS)} (${now} + 5 min.)`,
    );
}

/** Signs the request anew with the secret and compares. */
export function checkSignature(request: RawRequest, signed: SignedAs, secretAccessKey: string): void {
  const scope = `${signed.day}/${signed.region}/${signed.service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", signed.date, scope, sha256(canonicalRequest(request, signed))].join("\n");
  const key = [signed.day, signed.region, signed.service, "aws4_request"].reduce<Buffer>(
    (secret, part) => createHmac("sha256", secret).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  const expected = createHmac("sha256", key).update(text).digest();
  if (!timingSafeEqual(expected, Buffer.from(signed.signature, "hex")))
    throw new AwsRefusal(
      "signature",
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
    );
}

function canonicalRequest({ method, url, headers, body }: RawRequest, { signedHeaders }: SignedAs): string {
  const [path = "/", query = ""] = url.split("?");
  const lines = signedHeaders.map((name) => `${name}:${headerText(headers[name])}\n`).join("");
  return [method, path, query, lines, signedHeaders.join(";"), sha256(body)].join("\n");
}

function headerText(value: string | string[] | undefined): string {
  return [value ?? []].flat().join(",").trim().replace(/ +/g, " ");
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

function basicDate(atMs: number): string {
  return new Date(atMs).toISOString().replace(/[-:]|\.\d{3}/g, "");
}
