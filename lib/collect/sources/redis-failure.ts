/** Why a node gave no answer. A closed set: screens and tests switch on it. */
export type FailureCode =
  | "unreachable"
  | "timeout"
  | "closed"
  | "full"
  | "auth"
  | "tls"
  | "garbled"
  | "loading"
  | "busy"
  | "refused";

export interface SourceFailure {
  readonly code: FailureCode;
  /** For a person on call. Never contains a secret or an argument of a command. */
  readonly sentence: string;
}

export function failure(code: FailureCode, sentence: string): SourceFailure {
  return { code, sentence };
}

/** A server may repeat half a token or a header, which no list of secrets would catch. */
const SIGNED_PART = /\b((?:X-Amz-)?(?:Signature|Security-Token|Credential))(?:=|%3D|:\s*)[^\s&"',]*/gi;

/** Beyond this a server's own words help nobody (protected mode prints a page). */
const MAX_MESSAGE_CHARS = 160;

/**
 * A server's error text, safe to show: first sentence, without the arguments that "unknown command" errors repeat
 * (a renamed AUTH would print the password), without control characters, any of `secrets` and parts of a signed URL.
 */
export function safeMessage(message: string, secrets: readonly string[]): string {
  const withoutArguments = message.split(/,? with args beginning with/i)[0] ?? "";
  const line = withoutArguments.split(/[\r\n]/)[0] ?? "";
  const redacted = secrets.reduce(
    (text, secret) => (secret === "" ? text : text.replaceAll(secret, "***")),
    line,
  );
  const unsigned = redacted.replace(SIGNED_PART, "$1=***");
  const printable = unsigned.replace(/[^\x20-\x7e]/g, "?").trim();
  return printable.length > MAX_MESSAGE_CHARS ? `${printable.slice(0, MAX_MESSAGE_CHARS)}…` : printable;
}

interface ReplyRule {
  readonly pattern: RegExp;
  readonly code: FailureCode;
  readonly sentence: (message: string) => string;
}

/** Error replies that speak of the connection as a whole rather than of one command. */
const REPLY_RULES: readonly ReplyRule[] = [
  {
    pattern: /max number of clients/i,
    code: "full",
    sentence: () => "refuses new connections: maxclients is reached",
  },
  {
    pattern: /^NOAUTH|operation not permitted/i,
    code: "auth",
    sentence: () => "asks for a password and none is configured",
  },
  {
    pattern: /^WRONGPASS|invalid password|invalid username/i,
    code: "auth",
    sentence: () => "rejects the user name or password",
  },
  {
    pattern: /wrong number of arguments for 'auth'/i,
    code: "auth",
    sentence: () => "knows passwords but no user names (Redis before 6): remove the user name",
  },
  {
    pattern: /^DENIED/,
    code: "refused",
    sentence: () => "runs in protected mode and answers only local clients",
  },
  { pattern: /^LOADING/, code: "loading", sentence: () => "is loading its data" },
  { pattern: /^BUSY/, code: "busy", sentence: () => "is busy with a script and answers nothing else" },
];

/** What an error reply says of the whole connection, or null when it concerns only its own command. */
export function failureOfReply(message: string): SourceFailure | null {
  const rule = REPLY_RULES.find(({ pattern }) => pattern.test(message));
  return rule === undefined ? null : failure(rule.code, rule.sentence(message));
}

const NETWORK_SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refuses the connection: nothing listens there",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "no route to the network",
  EHOSTDOWN: "the host is down",
  ENOTFOUND: "its name does not resolve",
  EAI_AGAIN: "its name cannot be resolved at the moment",
  ETIMEDOUT: "does not accept the connection in time",
};

const CLOSED_CODES = new Set(["ECONNRESET", "EPIPE", "ECONNABORTED"]);

/** Turns whatever the client library throws into one of our failures. */
export function failureOfError(error: unknown, secrets: readonly string[]): SourceFailure {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const spoken = failureOfReply(message) ?? lastReplyFailure(message);
  if (spoken !== null) return spoken;
  const network = NETWORK_SENTENCES[code];
  if (network !== undefined) return failure(code === "ETIMEDOUT" ? "timeout" : "unreachable", network);
  if (CLOSED_CODES.has(code) || message === "Connection is closed.") {
    return failure("closed", "closed the connection");
  }
  if (isTlsCode(code)) return failure("tls", tlsSentence(code, safeMessage(message, secrets)));
  if (/Unknown RESP type|Command queue state error|Command aborted/.test(message)) {
    return failure("garbled", "does not speak the Redis protocol, or cut a reply");
  }
  return failure("unreachable", safeMessage(message, secrets));
}

/** A server that is full speaks first: ioredis wraps the words that it did not ask for. */
function lastReplyFailure(message: string): SourceFailure | null {
  const words = /Last error: (.*)$/.exec(message)?.[1];
  return words === undefined ? null : failureOfReply(words);
}

function isTlsCode(code: string): boolean {
  return /CERT|SSL|TLS|^EPROTO$|SIGNATURE|ISSUER|HOSTNAME/.test(code);
}

function tlsSentence(code: string, message: string): string {
  switch (code) {
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
      return "shows a self-signed certificate that the configured CA does not vouch for";
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
      return "shows a certificate of an authority that is not configured";
    case "CERT_HAS_EXPIRED":
      return "shows an expired certificate";
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return "shows a certificate for another name: set tls.serverName";
    case "ERR_SSL_WRONG_VERSION_NUMBER":
    case "EPROTO":
      return "does not speak TLS on this port";
    default:
      return `TLS failed: ${message}`;
  }
}
