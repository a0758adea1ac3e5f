import { Redis, type RedisOptions } from "ioredis";
import { printAddress } from "@/lib/config/addresses";
import type { Address, ClusterConfig } from "@/lib/config/fleet";
import { within } from "../within";
import type { RedisAuth, Token, TokenAuth } from "./redis-auth";
import { failure, failureOfError, failureOfReply, type SourceFailure, safeMessage } from "./redis-failure";

/** Where a node is and how to get in. */
export interface RedisTarget {
  readonly address: Address;
  readonly auth: RedisAuth | null;
  readonly tls: ClusterConfig["tls"];
  readonly connectTimeoutMs: number;
  readonly commandTimeoutMs: number;
}

export type RedisCommand = readonly [name: string, ...args: string[]];

/** What one command got: bytes, numbers and arrays as the server sent them, or the server's refusal in its words. */
export type RedisReply =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "error"; readonly message: string };

export type Answer =
  | { readonly state: "answered"; readonly replies: readonly RedisReply[]; readonly elapsedMs: number }
  | { readonly state: "failed"; readonly failure: SourceFailure };

export interface RedisConnection {
  /** Sends the commands in one write. Never throws; when time runs out the connection is closed. */
  send(commands: readonly RedisCommand[], timeoutMs?: number): Promise<Answer>;
  /** Null while the connection is open, then why it ended. */
  ended(): SourceFailure | null;
  /** `ip:port` of our end, as the peer sees it where nobody translates addresses; null once it is closed. */
  localAddress(): string | null;
  close(): void;
}

export type Opened =
  | { readonly state: "open"; readonly connection: RedisConnection }
  | { readonly state: "failed"; readonly failure: SourceFailure };

const CLOSED_BY_US = failure("closed", "connection closed by Evenkeel");
const IN_THE_CLEAR = failure(
  "auth",
  "IAM tokens are sent over TLS only, and it is reached without: turn on encryption in transit, or use a password",
);
/** Credentials may have to be asked for, of a role or of the machine. */
const TOKEN_WITHIN_MS = 20_000;
const TOKEN_TOO_LATE: Token = {
  state: "failed",
  failure: failure(
    "auth",
    `no IAM token can be made for it: AWS gives no credentials within ${TOKEN_WITHIN_MS / 1000} s`,
  ),
};

/**
 * Opens one connection and authenticates. Never throws and never retries: when to try again is the caller's to say.
 * ioredis takes no abort signal, so every wait is raced with a timer that destroys the socket.
 * `onConnected`: the server's side will count this connection, whatever becomes of it.
 */
export async function openRedis(
  target: RedisTarget,
  signal: AbortSignal,
  onConnected: () => void = () => undefined,
): Promise<Opened> {
  if (signal.aborted) return { state: "failed", failure: CLOSED_BY_US };
  if (isInTheClear(target)) return { state: "failed", failure: IN_THE_CLEAR };
  const token = await firstToken(target);
  if (token?.state === "failed") return token;
  if (signal.aborted) return { state: "failed", failure: CLOSED_BY_US };
  const wire = new Wire(target, signal);
  let failed = await wire.connect();
  if (failed === null) {
    onConnected();
    failed = await wire.authenticate(token);
  }
  if (failed === null) return { state: "open", connection: wire };
  wire.end(failed);
  return { state: "failed", failure: failed };
}

class Wire implements RedisConnection {
  readonly #redis: Redis;
  readonly #target: RedisTarget;
  #secrets: readonly string[];
  /** Who waits for an answer now. A race with one lasting promise would keep every answer until the connection ends. */
  readonly #waiting = new Set<(reason: SourceFailure) => void>();
  readonly #letGo: () => void;
  #renewal: NodeJS.Timeout | undefined;
  #ended: SourceFailure | null = null;
  #lastError: unknown = null;

  constructor(target: RedisTarget, signal: AbortSignal) {
    this.#target = target;
    const abort = (): void => this.end(CLOSED_BY_US);
    signal.addEventListener("abort", abort, { once: true });
    this.#secrets = target.auth !== null && "password" in target.auth ? [target.auth.password] : [];
    this.#letGo = () => signal.removeEventListener("abort", abort);
    this.#redis = new Redis(redisOptions(target));
    this.#redis.on("error", (error: unknown) => {
      this.#lastError ??= error;
    });
    this.#redis.on("end", () => this.end(this.#whyEnded()));
  }

  /** Resolves with null when the TCP (and TLS) connection stands. */
  async connect(): Promise<SourceFailure | null> {
    const outcome = this.#redis.connect().then(
      () => null,
      (error: unknown) => failureOfError(this.#lastError ?? error, this.#secrets),
    );
    const tooLate =
      this.#target.tls === null ? "does not accept the connection" : "does not finish TCP and TLS handshake";
    return this.#within(this.#target.connectTimeoutMs, `${tooLate} in time`, outcome);
  }

  /** `token`: made for this connection where it needs one; later ones are made as they fall due. */
  async authenticate(token: Token | null): Promise<SourceFailure | null> {
    const auth = this.#target.auth;
    if (auth === null) return null;
    if ("token" in auth) return this.#authenticateBy(auth, token ?? (await auth.token()));
    return this.#sayWho(auth.username === null ? [auth.password] : [auth.username, auth.password]);
  }

  /** A failed renewal costs nothing yet: the server keeps whom it let in until 12 h after the AUTH that it took. */
  async #authenticateBy(auth: TokenAuth, token: Token): Promise<SourceFailure | null> {
    const failed = token.state === "failed" ? token.failure : await this.#showToken(auth, token);
    const renew = async (): Promise<void> => {
      const next = await auth.token();
      if (this.#ended === null) await this.#authenticateBy(auth, next);
    };
    const afterMs = failed === null ? auth.renewAfterMs() : auth.retryAfterMs;
    if (this.#ended === null) this.#renewal = setTimeout(renew, afterMs).unref();
    return failed;
  }

  #showToken({ username }: TokenAuth, made: Token & { state: "ok" }): Promise<SourceFailure | null> {
    this.#secrets = made.secrets;
    return this.#sayWho([username, made.token], tokenRejected(username));
  }

  /** `rejected`: what to say when the server knows these words and does not take them. */
  async #sayWho(
    args: readonly string[],
    rejected: SourceFailure | null = null,
  ): Promise<SourceFailure | null> {
    const answer = await this.send([["AUTH", ...args]]);
    if (answer.state === "failed")
      return answer.failure.code === "auth" ? (rejected ?? answer.failure) : answer.failure;
    const reply = answer.replies[0];
    if (reply === undefined || reply.kind === "value") return null;
    // A server without a password serves everybody: a password too many is no reason to stay away.
    if (/no password is set|without any password configured/i.test(reply.message)) return null;
    return failure("auth", `refuses to authenticate: ${reply.message}`);
  }

  async send(commands: readonly RedisCommand[], timeoutMs = this.#target.commandTimeoutMs): Promise<Answer> {
    if (this.#ended !== null) return { state: "failed", failure: this.#ended };
    const startedAt = performance.now();
    const pipeline = this.#redis.pipeline();
    for (const [name, ...args] of commands) pipeline.callBuffer(name, args);
    const outcome = pipeline.exec().then(
      (results) => this.#read(results ?? [], performance.now() - startedAt),
      (error: unknown): Answer => ({ state: "failed", failure: this.#failureOf(error) }),
    );
    const answer = await this.#within(timeoutMs, `does not answer within ${timeoutMs} ms`, outcome);
    return "code" in answer ? { state: "failed", failure: answer } : answer;
  }

  ended(): SourceFailure | null {
    return this.#ended;
  }

  localAddress(): string | null {
    const { localAddress, localPort } = this.#redis.stream ?? {};
    return localAddress === undefined || localPort === undefined
      ? null
      : printAddress({ host: localAddress, port: localPort });
  }

  close(): void {
    this.end(CLOSED_BY_US);
  }

  /** Ends the connection at once: a hung peer would keep a politely closed socket open for ever. */
  end(reason: SourceFailure): void {
    if (this.#ended !== null) return;
    this.#ended = reason;
    this.#letGo();
    clearTimeout(this.#renewal);
    for (const tell of this.#waiting) tell(reason);
    this.#redis.disconnect();
    this.#redis.stream?.destroy();
  }

  #read(results: readonly [error: Error | null, result: unknown][], elapsedMs: number): Answer {
    const replies: RedisReply[] = [];
    for (const [error, value] of results) {
      if (error === null) replies.push({ kind: "value", value });
      else if (error.name !== "ReplyError") return { state: "failed", failure: this.#failureOf(error) };
      else {
        const whole = failureOfReply(error.message);
        if (whole !== null) return { state: "failed", failure: whole };
        replies.push({ kind: "error", message: safeMessage(error.message, this.#secrets) });
      }
    }
    return { state: "answered", replies, elapsedMs };
  }

  #failureOf(error: unknown): SourceFailure {
    return this.#ended ?? failureOfError(this.#lastError ?? error, this.#secrets);
  }

  #whyEnded(): SourceFailure {
    if (this.#lastError === null) return failure("closed", "closed the connection");
    return failureOfError(this.#lastError, this.#secrets);
  }

  /** The outcome, or why there is none: the connection ended first, or time ran out (which ends it). */
  async #within<T>(timeoutMs: number, tooLate: string, outcome: Promise<T>): Promise<T | SourceFailure> {
    if (this.#ended !== null) return this.#ended;
    let tell: (reason: SourceFailure) => void = () => undefined;
    const ended = new Promise<SourceFailure>((resolve) => {
      tell = resolve;
    });
    this.#waiting.add(tell);
    const timer = setTimeout(() => this.end(failure("timeout", tooLate)), timeoutMs);
    try {
      return await Promise.race([outcome, ended]);
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(tell);
    }
  }
}

/** Made before there is a connection: one that says nothing for seconds helps nobody. Null: none is needed. */
async function firstToken({ auth }: RedisTarget): Promise<Token | null> {
  if (auth === null || !("token" in auth)) return null;
  const made = await within(auth.token(), TOKEN_WITHIN_MS);
  return made === "too late" ? TOKEN_TOO_LATE : made;
}

function isInTheClear({ auth, tls }: RedisTarget): boolean {
  return auth !== null && "token" in auth && tls === null;
}

function tokenRejected(username: string): SourceFailure {
  return failure(
    "auth",
    `rejects the token of IAM user "${username}": allow elasticache:Connect on the cache and on the user, put the user into the cache's user group, and check this machine's clock`,
  );
}

/** Everything that ioredis would do behind our back is switched off: retries, queues, handshake commands, RESP3. */
function redisOptions(target: RedisTarget): Omit<RedisOptions, "replyMapping"> {
  return {
    host: target.address.host,
    port: target.address.port,
    lazyConnect: true,
    protocol: 2,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    disableClientInfo: true,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    retryStrategy: null,
    maxRetriesPerRequest: null,
    // Our own timer ends an attempt; the library's would only report it differently.
    connectTimeout: 0,
    noDelay: true,
    keepAlive: 10_000,
    ...(target.tls === null ? {} : { tls: tlsOptions(target.tls, target.address.host) }),
  };
}

function tlsOptions(tls: NonNullable<RedisTarget["tls"]>, host: string): NonNullable<RedisOptions["tls"]> {
  const serverName = tls.serverName ?? (/^[\d.]+$|:/.test(host) ? null : host);
  return {
    ...(tls.ca === null ? {} : { ca: tls.ca }),
    ...(tls.cert === null ? {} : { cert: tls.cert }),
    ...(tls.key === null ? {} : { key: tls.key }),
    ...(serverName === null ? {} : { servername: serverName }),
  };
}
