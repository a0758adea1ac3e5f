import { Redis, type RedisOptions } from "ioredis";
import { printAddress } from "@/lib/config/addresses";
import type { Address, ClusterConfig, PasswordAuth } from "@/lib/config/fleet";
import { failure, failureOfError, failureOfReply, type SourceFailure, safeMessage } from "./redis-failure";

/** Where a node is and how to get in. */
export interface RedisTarget {
  readonly address: Address;
  readonly auth: PasswordAuth | null;
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
  const wire = new Wire(target, signal);
  let failed = await wire.connect();
  if (failed === null) {
    onConnected();
    failed = await wire.authenticate();
  }
  if (failed === null) return { state: "open", connection: wire };
  wire.end(failed);
  return { state: "failed", failure: failed };
}

class Wire implements RedisConnection {
  readonly #redis: Redis;
  readonly #target: RedisTarget;
  readonly #secrets: readonly string[];
  /** Who waits for an answer now. A race with one lasting promise would keep every answer until the connection ends. */
  readonly #waiting = new Set<(reason: SourceFailure) => void>();
  readonly #letGo: () => void;
  #ended: SourceFailure | null = null;
  #lastError: unknown = null;

  constructor(target: RedisTarget, signal: AbortSignal) {
    this.#target = target;
    const abort = (): void => this.end(CLOSED_BY_US);
    signal.addEventListener("abort", abort, { once: true });
    this.#secrets = target.auth === null ? [] : [target.auth.password];
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

  async authenticate(): Promise<SourceFailure | null> {
    const auth = this.#target.auth;
    if (auth === null) return null;
    const args = auth.username === null ? [auth.password] : [auth.username, auth.password];
    const answer = await this.send([["AUTH", ...args]]);
    if (answer.state === "failed") return answer.failure;
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
