import { parseInfo } from "@/lib/domain/redis/info";
import { OWN_CLIENT_NAME } from "./redis-commands";
import type { RedisConnection, RedisReply } from "./redis-connection";
import { failure, type SourceFailure } from "./redis-failure";

export type Pinged =
  | { readonly state: "answered"; readonly pingMs: number }
  | { readonly state: "failed"; readonly failure: SourceFailure };

export type Introduced =
  /** `runId`: of the Redis process that answers INFO; null: nobody gave one. */
  | { readonly state: "ok"; readonly runId: string | null }
  | { readonly state: "failed"; readonly failure: SourceFailure };

/** One PING through whatever stands in between. An error that only a server behind can give is an answer, too. */
export async function pingThrough(connection: RedisConnection): Promise<Pinged> {
  const answer = await connection.send([["PING"]]);
  if (answer.state === "failed") return answer;
  const failed = failureOfPong(answer.replies[0]);
  return failed === null
    ? { state: "answered", pingMs: answer.elapsedMs }
    : { state: "failed", failure: failed };
}

/** Names the connection, so that counts at the server leave it out, and asks who is there. Needs a proxy that passes everything. */
export async function introduceThrough(connection: RedisConnection): Promise<Introduced> {
  const answer = await connection.send([
    ["CLIENT", "SETNAME", OWN_CLIENT_NAME],
    ["INFO", "server"],
    ["PING"],
  ]);
  if (answer.state === "failed") return answer;
  const failed = failureOfPong(answer.replies[2]);
  return failed === null
    ? { state: "ok", runId: runIdOf(answer.replies[1]) }
    : { state: "failed", failure: failed };
}

/** Who answers INFO. Some proxies close the connection at a command that they do not know. */
export async function askRunId(connection: RedisConnection): Promise<Introduced> {
  const answer = await connection.send([["INFO", "server"]]);
  return answer.state === "failed" ? answer : { state: "ok", runId: runIdOf(answer.replies[0]) };
}

function runIdOf(reply: RedisReply | undefined): string | null {
  if (reply?.kind !== "value" || !Buffer.isBuffer(reply.value)) return null;
  return parseInfo(reply.value.toString()).server.runId ?? null;
}

function failureOfPong(reply: RedisReply | undefined): SourceFailure | null {
  if (reply?.kind === "error") {
    return reply.message.startsWith("NOPERM")
      ? null
      : failure("refused", `answers PING with an error: ${reply.message}`);
  }
  const text = Buffer.isBuffer(reply?.value) ? reply.value.toString() : reply?.value;
  return text === "PONG" ? null : failure("garbled", "answers PING with something else");
}
