import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import type { AwsCredentials } from "./aws-model";

/** Who wants to be let in where. */
export interface IamTokenRequest {
  readonly region: string;
  /** Id of the replication group, or name of the serverless cache: what AWS signs for, not the endpoint's host. */
  readonly cache: string;
  readonly isServerless: boolean;
  readonly user: string;
}

/** How long a server takes a token at AUTH. The connection lives on: 12 h after its newest AUTH it is cut. */
const TOKEN_LIFE_SEC = 900;

/**
 * The password of an ElastiCache user in authentication mode IAM: a presigned `connect` URL without its scheme.
 * Source: "Authenticating with IAM" in the ElastiCache user guide; Signature Version 4, signature in the query.
 */
export async function signIamToken(
  { region, cache, isServerless, user }: IamTokenRequest,
  credentials: AwsCredentials,
  at: Date,
): Promise<string> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const signer = new SignatureV4({
    service: "elasticache",
    region,
    sha256: Sha256,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === null ? {} : { sessionToken }) },
  });
  // AWS keeps the names of caches and the ids of users in lower case, and signs for them so.
  const host = cache.toLowerCase();
  const signed = await signer.presign(
    {
      method: "GET",
      protocol: "http:",
      hostname: host,
      path: "/",
      headers: { host },
      query: {
        Action: "connect",
        User: user.toLowerCase(),
        ...(isServerless ? { ResourceType: "ServerlessCache" } : {}),
      },
    },
    { expiresIn: TOKEN_LIFE_SEC, signingDate: at },
  );
  const query = Object.entries(signed.query ?? {}).map(
    ([key, value]) => `${encode(key)}=${encode(String(value))}`,
  );
  return `${host}/?${query.join("&")}`;
}

/** All that must never be shown of a token: the whole, and each part that would serve an attacker. */
export function secretsOfToken(token: string): readonly string[] {
  const query = new URLSearchParams(token.slice(token.indexOf("?") + 1));
  const parts = ["X-Amz-Signature", "X-Amz-Security-Token"].flatMap((key) => query.get(key) ?? []);
  return [token, ...parts, ...parts.map(encode)];
}

/** Percent-encoding as Signature Version 4 wants it: RFC 3986, which leaves only letters, digits and -._~ as they are. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
