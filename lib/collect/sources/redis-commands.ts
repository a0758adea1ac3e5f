import { type ClusterNodes, parseClusterNodes } from "@/lib/domain/redis/cluster-nodes";
import { type InfoReply, parseInfo } from "@/lib/domain/redis/info";
import { parseRole, type RoleReply } from "@/lib/domain/redis/role";
import type { Answer, RedisCommand, RedisConnection, RedisReply } from "./redis-connection";
import { failure, type SourceFailure } from "./redis-failure";

/** Every command that Evenkeel ever sends, beside AUTH. None of them writes. */
export type WatchCommand =
  | "PING"
  | "ROLE"
  | "INFO"
  | "CLIENT LIST"
  | "CLIENT ID"
  | "CLIENT SETNAME"
  | "CLIENT SETINFO"
  | "CLIENT NO-EVICT"
  | "CLUSTER NODES";

/** What a command was refused with, in the server's words; null: it was answered. */
export interface CommandOutcome {
  readonly command: WatchCommand;
  readonly refused: string | null;
}

export type Outcome<T> =
  | { readonly state: "ok"; readonly value: T; readonly outcomes: readonly CommandOutcome[] }
  | { readonly state: "failed"; readonly failure: SourceFailure };

/** Our own connections carry this name, so that every count can leave them out. */
export const OWN_CLIENT_NAME = "evenkeel";

export type InfoSection = "server" | "clients" | "memory" | "stats" | "replication" | "commandstats";

/** INFO for several sections: one command from 7.0 on, one command a section before (and while the version is unknown). */
export function infoCommands(sections: readonly InfoSection[], version: string | null): RedisCommand[] {
  if (isAtLeast(version, 7, 0)) return [["INFO", ...sections]];
  return sections.map((section): RedisCommand => ["INFO", section]);
}

/** `redis_version` against major.minor; an unknown version is older than everything. */
export function isAtLeast(version: string | null, major: number, minor: number): boolean {
  const numbers = /^(\d+)\.(\d+)/.exec(version ?? "");
  if (numbers === null) return false;
  const [actualMajor, actualMinor] = [Number(numbers[1]), Number(numbers[2])];
  return actualMajor > major || (actualMajor === major && actualMinor >= minor);
}

/** What a connection knows once it is ready for work. */
export interface Prepared {
  /** `redis_version`; null: INFO is refused. */
  readonly redisVersion: string | null;
  /** Our own client id: ids have come at least this far. Null before 5.0. */
  readonly clientId: number | null;
}

/** Names the connection and asks the server not to evict it; what is refused is noted and does no harm. */
export async function prepareConnection(connection: RedisConnection): Promise<Outcome<Prepared>> {
  const first = await connection.send([
    ["CLIENT", "SETNAME", OWN_CLIENT_NAME],
    ["CLIENT", "ID"],
    ["INFO", "server"],
  ]);
  if (first.state === "failed") return first;
  const [named, id, info] = first.replies;
  if (info?.kind === "value" && textOf(info.value) === null) return garbled("INFO");
  const redisVersion = (info === undefined ? null : infoOf([info]))?.server.redisVersion ?? null;
  const clientId = id?.kind === "value" && typeof id.value === "number" ? id.value : null;
  const outcomes = [outcomeOf("CLIENT SETNAME", named), outcomeOf("INFO", info)];
  const more: [WatchCommand, RedisCommand][] = [];
  if (isAtLeast(redisVersion, 7, 2)) {
    more.push(["CLIENT SETINFO", ["CLIENT", "SETINFO", "LIB-NAME", OWN_CLIENT_NAME]]);
  }
  if (isAtLeast(redisVersion, 7, 0)) more.push(["CLIENT NO-EVICT", ["CLIENT", "NO-EVICT", "on"]]);
  if (isAtLeast(redisVersion, 5, 0)) outcomes.push(outcomeOf("CLIENT ID", id));
  if (more.length > 0) {
    const second = await connection.send(more.map(([, command]) => command));
    if (second.state === "failed") return second;
    more.forEach(([command], index) => {
      outcomes.push(outcomeOf(command, second.replies[index]));
    });
  }
  return { state: "ok", value: { redisVersion, clientId }, outcomes };
}

export interface ProbeReply {
  /** Round trip of one write that holds PING, ROLE and INFO: the server works some 10 µs on it. */
  readonly pingMs: number;
  readonly role: RoleReply | null;
  /** Sections clients, stats and replication; null: refused. */
  readonly info: InfoReply | null;
}

export type Allowed = (command: WatchCommand) => boolean;

/** The probe: PING, ROLE and a short INFO in one write. */
export async function probe(
  connection: RedisConnection,
  version: string | null,
  mayTry: Allowed,
): Promise<Outcome<ProbeReply>> {
  const commands: RedisCommand[] = mayTry("PING") ? [["PING"]] : [];
  if (mayTry("ROLE")) commands.push(["ROLE"]);
  if (mayTry("INFO")) commands.push(...infoCommands(["server", "clients", "stats", "replication"], version));
  // To a user that may do nothing a refusal is an answer; asking nothing would pass for one, too.
  if (commands.length === 0) commands.push(["PING"]);
  const answer = await connection.send(commands);
  if (answer.state === "failed") return answer;
  const replies = new ReplyReader(commands, answer.replies);
  const pong = replies.take("PING");
  if (pong?.kind === "value" && textOf(pong.value) !== "PONG") return garbled("PING");
  const role = replies.take("ROLE");
  const infos = replies.takeAll("INFO");
  if (infos.some((reply) => reply.kind === "value" && textOf(reply.value) === null)) return garbled("INFO");
  return {
    state: "ok",
    value: {
      pingMs: answer.elapsedMs,
      role: role?.kind === "value" ? parseRole(role.value) : null,
      info: infoOf(infos),
    },
    outcomes: replies.outcomes(),
  };
}

/** INFO with the sections that a sample is made of. */
export async function readInfo(
  connection: RedisConnection,
  sections: readonly InfoSection[],
  version: string | null,
): Promise<Outcome<InfoReply | null>> {
  const commands = infoCommands(sections, version);
  const answer = await connection.send(commands);
  if (answer.state === "failed") return answer;
  const replies = new ReplyReader(commands, answer.replies);
  return { state: "ok", value: infoOf(replies.takeAll("INFO")), outcomes: replies.outcomes() };
}

export async function readClusterNodes(connection: RedisConnection): Promise<Outcome<ClusterNodes | null>> {
  const answer = await connection.send([["CLUSTER", "NODES"]]);
  if (answer.state === "failed") return answer;
  const reply = answer.replies[0];
  const outcomes = [outcomeOf("CLUSTER NODES", reply)];
  if (reply?.kind !== "value") return { state: "ok", value: null, outcomes };
  const text = textOf(reply.value);
  return text === null ? garbled("CLUSTER NODES") : { state: "ok", value: parseClusterNodes(text), outcomes };
}

export interface ListReply {
  /** The bytes of CLIENT LIST; null: refused. */
  readonly list: Buffer | null;
  /** INFO just before and just after, in the same write: nothing of others runs in between. */
  readonly before: InfoReply | null;
  readonly after: InfoReply | null;
  readonly elapsedMs: number;
}

/** What INFO around a list is asked for: whose list it is, how many it should hold, what it cost. */
const LIST_SECTIONS: readonly InfoSection[] = ["server", "clients", "stats", "commandstats"];

/** CLIENT LIST, of the given ids or of all, between two INFOs; all in one write. */
export async function listClients(
  connection: RedisConnection,
  request: { readonly ids: readonly number[] | null; readonly bracket: boolean; readonly timeoutMs: number },
  version: string | null,
): Promise<Outcome<ListReply>> {
  const { ids, bracket, timeoutMs } = request;
  const info = bracket ? infoCommands(LIST_SECTIONS, version) : [];
  const list: RedisCommand = ids === null ? ["CLIENT", "LIST"] : ["CLIENT", "LIST", "ID", ...ids.map(String)];
  const answer: Answer = await connection.send([...info, list, ...info], timeoutMs);
  if (answer.state === "failed") return answer;
  const { replies, elapsedMs } = answer;
  const reply = replies[info.length];
  const before = infoOf(replies.slice(0, info.length));
  const after = infoOf(replies.slice(info.length + 1));
  const outcomes = [outcomeOf("CLIENT LIST", reply)];
  if (reply?.kind !== "value")
    return { state: "ok", value: { list: null, before, after, elapsedMs }, outcomes };
  if (!Buffer.isBuffer(reply.value)) return garbled("CLIENT LIST");
  return { state: "ok", value: { list: reply.value, before, after, elapsedMs }, outcomes };
}

class ReplyReader {
  readonly #pairs: readonly (readonly [WatchCommand, RedisReply | undefined])[];

  constructor(commands: readonly RedisCommand[], replies: readonly RedisReply[]) {
    this.#pairs = commands.map(([name], index) => [nameOf(name), replies[index]] as const);
  }

  take(command: WatchCommand): RedisReply | undefined {
    return this.takeAll(command)[0];
  }

  takeAll(command: WatchCommand): RedisReply[] {
    return this.#pairs.flatMap(([name, reply]) => (name === command && reply !== undefined ? [reply] : []));
  }

  outcomes(): CommandOutcome[] {
    return [...new Map(this.#pairs.map(([name, reply]) => [name, outcomeOf(name, reply)])).values()];
  }
}

function nameOf(name: string): WatchCommand {
  return name === "PING" || name === "ROLE" ? name : "INFO";
}

function outcomeOf(command: WatchCommand, reply: RedisReply | undefined): CommandOutcome {
  return { command, refused: reply?.kind === "error" ? reply.message : null };
}

/** The INFO replies as one; null where none was answered with text. */
function infoOf(replies: readonly RedisReply[]): InfoReply | null {
  const texts = replies.flatMap((reply) => (reply.kind === "value" ? [textOf(reply.value)] : []));
  const readable = texts.filter((text) => text !== null);
  return readable.length === 0 ? null : parseInfo(readable.join("\n"));
}

function textOf(value: unknown): string | null {
  if (Buffer.isBuffer(value)) return value.toString();
  return typeof value === "string" ? value : null;
}

function garbled(command: WatchCommand): { readonly state: "failed"; readonly failure: SourceFailure } {
  return { state: "failed", failure: failure("garbled", `answers ${command} with something else`) };
}
