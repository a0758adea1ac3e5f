import type { Oddity } from "./aws-answer-check";
import { denialRemedy, denialSentence, parseDenial } from "./aws-denied";
import { OddAnswer } from "./aws-exchange";
import type { AwsFailure, AwsFailureCode } from "./aws-model";
import { failureOfError, safeMessage } from "./redis-failure";

/** What a failed call was about. */
export interface FailedCall {
  /** "DescribeEvents": what was wanted. */
  readonly call: string;
  /** "DescribeEvents" or "AssumeRole": the request that failed. */
  readonly operation: string;
  readonly region: string;
  /** Base URL of the fleet file; null: AWS's own, or that of the environment. */
  readonly endpoint: string | null;
  /** Where credentials were looked for. */
  readonly credentialSources: string;
  readonly clockSkewMs: number | null;
  readonly retryAfterMs: number | null;
  readonly secrets: readonly string[];
}

interface Reason {
  readonly code: AwsFailureCode;
  /** Goes on from "DescribeEvents in eu-central-1: ". */
  readonly words: string;
  readonly remedy: string | null;
}

const NAMES: readonly (readonly [AwsFailureCode, RegExp])[] = [
  ["expired", /^(ExpiredToken|ExpiredTokenException|TokenRefreshRequired)$/],
  ["clock", /^(RequestTimeTooSkewed|RequestExpired|RequestInTheFuture)/],
  ["throttled", /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|RateExceeded|BandwidthLimitExceeded/],
  ["denied", /^(AccessDenied|UnauthorizedOperation|NotAuthorized|AuthorizationError|Forbidden)/],
  [
    "credentials",
    /^(InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|MissingAuthenticationToken|AuthFailure)/,
  ],
  [
    "refused",
    /^(InvalidAction|UnknownOperation|NotImplemented|Unknown$|NotFound$|Invalid|Validation|Missing|Malformed|Serialization)/,
  ],
  ["unknown-id", /NotFound/],
];

/** The SDK's or the network's error as one of our failures. Never contains a key, a token or a signature. */
export function awsFailure(error: unknown, failed: FailedCall): AwsFailure {
  const { code, words, remedy } = reasonOf(error, failed);
  const place =
    failed.operation === failed.call || failed.operation === ""
      ? `${failed.call} in ${failed.region}`
      : `${failed.operation} for ${failed.call} in ${failed.region}`;
  return {
    call: failed.call,
    code,
    sentence: `${place}: ${words}`,
    remedy,
    retryAfterMs: code === "throttled" || code === "server" ? failed.retryAfterMs : null,
  };
}

function reasonOf(error: unknown, failed: FailedCall): Reason {
  const { name, message, status } = partsOf(error);
  if (error instanceof OddAnswer) return oddReason(error, failed);
  if (name === "CredentialsProviderError" || name === "TokenProviderError")
    return noCredentials(message, failed);
  if (status === null) return reasonWithoutAnswer(error, name, message, failed);
  if (status < 300) return oddReason(new OddAnswer("other", status), failed);
  const code = codeOf(name, message, status);
  switch (code) {
    case "expired":
      return {
        code,
        words: "the session token has expired",
        remedy: `Renew the credentials: they come from ${failed.credentialSources}`,
      };
    case "clock":
      return clockReason(failed);
    case "throttled":
      return { code, words: "AWS throttles: too many calls at once", remedy: null };
    case "denied": {
      const denial = parseDenial(safeText(message, failed));
      const action = actionOf(failed.operation === "" ? failed.call : failed.operation);
      return { code, words: denialSentence(denial, action), remedy: denialRemedy(denial, action) };
    }
    case "credentials":
      return {
        code,
        words: `AWS does not accept the credentials (${name})`,
        remedy: `Check the keys: they come from ${failed.credentialSources}`,
      };
    case "region":
      return wrongRegion(failed);
    case "unknown-id":
      return {
        code,
        words: safeMessage(message, failed.secrets),
        remedy: `Check the name, the region (${failed.region}) and the account`,
      };
    case "refused":
      return status === 501 ||
        /^(InvalidAction|UnknownOperation|NotImplemented|Unknown$|NotFound$)/.test(name)
        ? { code, words: `the server does not know ${failed.operation}`, remedy: null }
        : { code, words: `refused (${name}): ${safeMessage(message, failed.secrets)}`, remedy: null };
    case "server":
    case "unreachable":
    case "timeout":
    case "garbled":
      return { code, words: `the server failed (status ${status}, ${name})`, remedy: null };
  }
}

function codeOf(name: string, message: string, status: number): AwsFailureCode {
  if (/scoped to a valid region/i.test(message)) return "region";
  if (/Signature (expired|not yet current)/i.test(message)) return "clock";
  if (status === 501) return "refused";
  const known = NAMES.find(([, pattern]) => pattern.test(name));
  if (known !== undefined && !(status >= 500 && known[0] === "refused")) return known[0];
  if (/not authorized to perform/i.test(message)) return "denied";
  if (status === 429) return "throttled";
  if (status === 403) return "denied";
  return status >= 500 ? "server" : "refused";
}

/** Nothing came back, or nothing was sent. */
function reasonWithoutAnswer(error: unknown, name: string, message: string, failed: FailedCall): Reason {
  const network = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/region/i.test(message) && /not (accepted|valid)|missing/i.test(message)) return wrongRegion(failed);
  if (network === "ENOTFOUND" && isAwsName(error)) return wrongRegion(failed);
  if (name === "AbortError" || (name === "TimeoutError" && (network === "" || network === "ETIMEDOUT")))
    return { code: "timeout", words: "no answer in time", remedy: networkRemedy(failed) };
  if (network.startsWith("HPE_"))
    return { code: "garbled", words: "the answer is cut or not AWS's", remedy: interceptedRemedy(failed) };
  const { sentence } = failureOfError(error, failed.secrets);
  return { code: "unreachable", words: `the server ${sentence}`, remedy: networkRemedy(failed) };
}

function oddReason({ oddity, status }: OddAnswer, failed: FailedCall): Reason {
  const words: Record<OddAnswer["oddity"], string> = {
    html: `answered with an HTML page (status ${status}): something between here and AWS speaks in its place`,
    empty: `answered with status ${status} and nothing else`,
    other: `answered something that is not AWS's (status ${status})`,
    cut: "the answer was cut off",
    "too-large": "the answer is larger than any of AWS's",
    endless: "pages of the answer never end",
  };
  if (status === 501 || (status === 404 && oddity === "empty"))
    return { code: "refused", words: `the server does not know ${failed.operation}`, remedy: null };
  if (status >= 500 && (oddity === "html" || oddity === "empty" || oddity === "other"))
    return failedEndpoint({ oddity, status }, failed);
  return { code: "garbled", words: words[oddity], remedy: interceptedRemedy(failed) };
}

/** It says itself that it failed, only not in AWS's words. Stand-ins for AWS do so for what they do not know. */
function failedEndpoint(
  { oddity, status }: { readonly oddity: Oddity; readonly status: number },
  { operation, endpoint }: FailedCall,
): Reason {
  const form: Record<Oddity, string> = {
    html: "an HTML page",
    empty: "nothing else",
    other: "no words of AWS",
  };
  return {
    code: "server",
    words: `the endpoint answered with status ${status} and ${form[oddity]}: it failed, or does not know ${operation}`,
    remedy:
      endpoint === null
        ? `If AWS_ENDPOINT_URL is set, check that it works and knows ${operation}`
        : `Check that ${originOf(endpoint)} works and knows ${operation}`,
  };
}

function noCredentials(message: string, { credentialSources, secrets }: FailedCall): Reason {
  const detail = /could not load credentials from any providers/i.test(message)
    ? ""
    : ` (${safeMessage(message, secrets)})`;
  return {
    code: "credentials",
    words: `no credentials for AWS were found${detail}; looked in ${credentialSources}`,
    remedy:
      "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, give the machine a role, or write `profile`, `roleArn` or `keys` into the fleet file",
  };
}

function clockReason({ clockSkewMs }: FailedCall): Reason {
  const minutes = Math.abs(clockSkewMs ?? 0) / 60_000;
  const side = (clockSkewMs ?? 0) > 0 ? "behind" : "ahead of";
  const words =
    minutes < 1
      ? "this machine's clock and AWS's are more than 5 minutes apart"
      : `this machine's clock is ${Math.round(minutes)} min ${side} AWS's`;
  return { code: "clock", words, remedy: "Set this machine's clock (NTP)" };
}

function wrongRegion({ region, endpoint }: FailedCall): Reason {
  return {
    code: "region",
    words:
      endpoint === null ? `AWS has no endpoint for region ${region}` : `region ${region} is not valid there`,
    remedy: "Check `region` in the fleet file, and that names of AWS can be resolved here",
  };
}

function networkRemedy({ endpoint }: FailedCall): string {
  return endpoint === null
    ? "Let this machine reach AWS's endpoints, or AWS_ENDPOINT_URL if that is set"
    : `Check that ${originOf(endpoint)} can be reached from here`;
}

function interceptedRemedy({ endpoint, operation }: FailedCall): string {
  return endpoint === null
    ? `Let this machine reach AWS without a proxy or sign-in page in between; if AWS_ENDPOINT_URL is set, check that it knows ${operation}`
    : `Check that ${originOf(endpoint)} speaks the API of AWS and knows ${operation}`;
}

/** A name of AWS's own that does not resolve is that of a region which does not exist. */
function isAwsName(error: unknown): boolean {
  const host = error instanceof Error && "hostname" in error ? String(error.hostname) : "";
  return /\.(amazonaws\.com(\.cn)?|api\.aws)$/.test(host);
}

/** Without a user and password that somebody wrote into the URL. */
function originOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).origin : "the endpoint";
}

function actionOf(operation: string): string {
  if (operation === "GetMetricData") return "cloudwatch:GetMetricData";
  return operation === "AssumeRole" ? "sts:AssumeRole" : `elasticache:${operation}`;
}

/** Whole, unlike `safeMessage`: a denial is long, and its parts are picked out of it. */
function safeText(message: string, { secrets }: FailedCall): string {
  return secrets.reduce((text, secret) => text.replaceAll(secret, "***"), message);
}

function partsOf(error: unknown): { name: string; message: string; status: number | null } {
  if (!(error instanceof Error)) return { name: "", message: String(error), status: null };
  const metadata: unknown = "$metadata" in error ? error.$metadata : null;
  const status =
    typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata
      ? metadata.httpStatusCode
      : null;
  const isNetwork = "code" in error && typeof error.code === "string";
  return {
    name: error.name,
    message: error.message,
    status: typeof status === "number" && !isNetwork ? status : null,
  };
}
