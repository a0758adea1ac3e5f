import { createSocket, type RemoteInfo } from "node:dgram";
import { isIPv4 } from "node:net";
import { decode, encode, type Packet, type StringAnswer } from "dns-packet";

/** What the server says of a name; a list is its addresses of both families, an empty one: no address. */
export type DnsAnswer =
  | readonly string[]
  | "no such name"
  | "server failed"
  | "refused"
  | "silence"
  | "garbage";

export interface DnsResponder {
  readonly address: { readonly host: string; readonly port: number };
  /** From now on; names that were never told do not exist. */
  answer(name: string, answer: DnsAnswer): void;
  /** Questions so far, as `A name`. */
  asked(): readonly string[];
  close(): Promise<void>;
}

const RCODES = { "no such name": 3, "server failed": 2, refused: 5 } as const;
const TTL_SEC = 5;

/** A DNS server over UDP on loopback that says what the test wants. */
export async function startDnsResponder(
  names: Readonly<Record<string, DnsAnswer>> = {},
): Promise<DnsResponder> {
  const answers = new Map<string, DnsAnswer>(Object.entries(names));
  const asked: string[] = [];
  const socket = createSocket("udp4");
  const reply = (message: Uint8Array, { port, address }: RemoteInfo): void => {
    socket.send(message, port, address);
  };
  socket.on("message", (message, from) => {
    const query = decode(message);
    const [question] = query.questions ?? [];
    if (question === undefined) return;
    asked.push(`${question.type} ${question.name}`);
    const answer = answers.get(question.name.toLowerCase()) ?? "no such name";
    if (answer === "silence") return;
    if (answer === "garbage")
      return reply(Buffer.concat([message.subarray(0, 2), Buffer.from("garbage")]), from);
    const isKnown = typeof answer !== "string";
    const packet: Packet = {
      type: "response",
      id: query.id ?? 0,
      // Authoritative, with the code of the answer in the lowest four bits (RFC 1035, 4.1.1).
      flags: 0x0400 | (isKnown ? 0 : RCODES[answer]),
      questions: [question],
      answers: isKnown ? recordsOf(question.name, question.type, answer) : [],
    };
    reply(encode(packet), from);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return {
    address: { host: "127.0.0.1", port: socket.address().port },
    answer: (name, answer) => answers.set(name.toLowerCase(), answer),
    asked: () => asked,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function recordsOf(name: string, type: string, addresses: readonly string[]): StringAnswer[] {
  if (type !== "A" && type !== "AAAA") return [];
  return addresses
    .filter((address) => isIPv4(address) === (type === "A"))
    .map((data) => ({ type, name, ttl: TTL_SEC, data }));
}
