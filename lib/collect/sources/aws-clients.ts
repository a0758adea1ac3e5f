import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { ElastiCacheClient } from "@aws-sdk/client-elasticache";
import type { AwsAccess } from "@/lib/config/fleet";
import { type ClientConfig, credentialsOf, type SharedCredentials } from "./aws-credentials";
import { answerGuard } from "./aws-exchange";

/** How long things may take. */
export interface AwsLimits {
  readonly connectMs: number;
  /** From the request to the head of the answer. */
  readonly requestMs: number;
  /** One page with its repetition and, now and then, new credentials. */
  readonly pageMs: number;
  /** All pages of one call. */
  readonly callMs: number;
}

export const AWS_LIMITS: AwsLimits = {
  connectMs: 3000,
  requestMs: 15_000,
  pageMs: 20_000,
  callMs: 60_000,
};

export interface AwsClients {
  readonly elasticache: ElastiCacheClient;
  readonly cloudwatch: CloudWatchClient;
  readonly credentials: SharedCredentials;
  close(): void;
}

/** What is worth a second request is decided here (aws-source.ts): the SDK would wait in the call when AWS throttles. */
const MAX_ATTEMPTS = 1;
const MAX_SOCKETS = 6;

/** Without `endpoint` the SDK reads AWS_ENDPOINT_URL and the shared config file itself. */
export function createClients(access: AwsAccess, limits: AwsLimits): AwsClients {
  const agent = { keepAlive: true, maxSockets: MAX_SOCKETS };
  const config: ClientConfig = {
    region: access.region,
    ...(access.endpoint === null ? {} : { endpoint: access.endpoint }),
    maxAttempts: MAX_ATTEMPTS,
    userAgentAppId: "evenkeel",
    requestHandler: {
      connectionTimeout: limits.connectMs,
      requestTimeout: limits.requestMs,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    },
  };
  const credentials = credentialsOf(access, config, [answerGuard]);
  const elasticache = new ElastiCacheClient({ ...config, credentials: credentials.resolve });
  const cloudwatch = new CloudWatchClient({ ...config, credentials: credentials.resolve });
  elasticache.middlewareStack.use(answerGuard);
  cloudwatch.middlewareStack.use(answerGuard);
  return {
    elasticache,
    cloudwatch,
    credentials,
    close() {
      elasticache.destroy();
      cloudwatch.destroy();
      credentials.close();
    },
  };
}
