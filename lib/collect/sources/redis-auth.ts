import type { AwsAccess, ClusterConfig, PasswordAuth } from "@/lib/config/fleet";
import { type AwsCredentials, AwsError } from "./aws-model";
import { secretsOfToken, signIamToken } from "./iam-token";
import { failure, type SourceFailure, safeMessage } from "./redis-failure";

/** How a connection says who it is. */
export type RedisAuth = PasswordAuth | TokenAuth;

/** A password that is made anew for each AUTH, sent over TLS only, and again before the server would cut us off. */
export interface TokenAuth {
  readonly username: string;
  /** Never rejects. */
  readonly token: () => Promise<Token>;
  /** From one AUTH to the next on the same connection, drawn for each. */
  readonly renewAfterMs: () => number;
  /** Until the next attempt, when there was no token or the server did not take it. */
  readonly retryAfterMs: number;
}

export type Token =
  | { readonly state: "ok"; readonly token: string; readonly secrets: readonly string[] }
  | { readonly state: "failed"; readonly failure: SourceFailure };

const HOUR_MS = 3_600_000;
/** ElastiCache cuts an IAM connection 12 h after its newest AUTH: this leaves an hour and more for attempts that fail. */
const RENEW_AFTER_MS = 10 * HOUR_MS;
/** Connections that were opened together are not renewed together. */
const RENEW_SPREAD_MS = 0.5 * HOUR_MS;
const RETRY_AFTER_MS = 5 * 60_000;

/** How the fleet file says that a cluster is entered. `credentials`: those of an access; rejects with an AwsError. */
export function redisAuthOf(
  { auth, elasticache }: Pick<ClusterConfig, "auth" | "elasticache">,
  credentials: (access: AwsAccess) => Promise<AwsCredentials>,
): RedisAuth | null {
  if (auth === null || "password" in auth) return auth;
  const username = auth.iamUser;
  const make = async (): Promise<Token> => {
    if (elasticache === null) return noToken("the cluster is not known to ElastiCache");
    const { kind, id: cache, region } = elasticache;
    if (kind === "cache-cluster")
      return noToken("a single cache cluster has no users: give the cluster an auth with a password");
    const isServerless = kind === "serverless-cache";
    const token = await signIamToken(
      { region, cache, isServerless, user: username },
      await credentials(elasticache),
      new Date(),
    );
    return { state: "ok", token, secrets: secretsOfToken(token) };
  };
  return {
    username,
    token: () => make().catch((error: unknown) => noToken(reasonOf(error))),
    renewAfterMs: () => RENEW_AFTER_MS + Math.random() * RENEW_SPREAD_MS,
    retryAfterMs: RETRY_AFTER_MS,
  };
}

function noToken(reason: string): Token {
  return { state: "failed", failure: failure("auth", `no IAM token can be made for it: ${reason}`) };
}

/** Errors of ours are written to be shown; any other's text might hold what it stumbled over. */
function reasonOf(error: unknown): string {
  if (!(error instanceof AwsError)) return "signing failed";
  const { sentence, remedy } = error.failure;
  return remedy === null ? sentence : `${sentence} (${safeMessage(remedy, [])})`;
}
