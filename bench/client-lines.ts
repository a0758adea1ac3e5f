/** One imaginary client; everything else in its line follows from its id. */
export interface LineClient {
  readonly id: number;
  readonly openedAtMs: number;
}

const PODS = 500;
const PROXIES = 16;

/** A fleet seen through proxies, as Redis 7.2 prints it: 320 bytes a line, 500 pods of two applications. */
export function printClientList(clients: Iterable<LineClient>, atMs: number): Buffer {
  const lines: string[] = [];
  for (const client of clients) lines.push(`${printLine(client, atMs)}\n`);
  return Buffer.from(lines.join(""));
}

/** The same as Valkey 8 prints it, which counts what each client has sent: up to 50 commands a second. */
export function printCountingList(clients: Iterable<LineClient>, atMs: number): Buffer {
  const lines: string[] = [];
  for (const client of clients) {
    const totCmds = Math.floor(((atMs - client.openedAtMs) / 1000) * (draw(client.id, 10) % 50));
    lines.push(`${printLine(client, atMs)} tot-net-in=1 tot-net-out=1 tot-cmds=${totCmds}\n`);
  }
  return Buffer.from(lines.join(""));
}

/** Everything is drawn by hash from the id: as random as real ports and pods, so that nothing compresses by accident. */
function printLine({ id, openedAtMs }: LineClient, atMs: number): string {
  const pod = draw(id, 1) % PODS;
  const application = pod % 3 === 0 ? "checkout" : "orders-api";
  const name = `${application}-7f9c4-${podSuffix(pod)}`;
  const addr = `10.0.3.${draw(id, 2) % PROXIES}:${32768 + (draw(id, 3) % 28232)}`;
  const ageSec = Math.floor((atMs - openedAtMs) / 1000);
  const idleSec = (draw(id, 4) + Math.floor(atMs / 1000)) % 300;
  const memory =
    "qbuf=0 qbuf-free=20474 argv-mem=0 multi-mem=0 rbs=1024 rbp=0 obl=0 oll=0 omem=0 tot-mem=22272";
  return `id=${id} addr=${addr} laddr=10.0.5.21:6379 fd=${8 + (id % 60000)} name=${name} age=${ageSec} idle=${idleSec} flags=N db=0 sub=0 psub=0 ssub=0 multi=-1 ${memory} events=r cmd=get user=default redir=-1 resp=2 lib-name=ioredis lib-ver=6.0.0`;
}

function podSuffix(pod: number): string {
  return (draw(pod, 5) % 60_466_176).toString(36).padStart(5, "x");
}

/** 32 bits that look random (MurmurHash3's finaliser) and are the same in every run. */
function draw(id: number, what: number): number {
  let bits = Math.imul(id, 0x9e3779b1) ^ Math.imul(what, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A set of clients of which some, drawn at random, are replaced by new ones with every sweep. */
export class ClientPopulation {
  private open: LineClient[] = [];
  private nextId = 1000;

  constructor(count: number, atMs: number) {
    const dayMs = 86_400_000;
    const opened = Array.from({ length: count }, (_, index) => atMs - (draw(index, 6) % dayMs));
    for (const openedAtMs of opened.toSorted((a, b) => a - b)) this.add(openedAtMs);
  }

  /** Scattered, as servers from 6.2 on list them: no two sweeps of a real server come in order of id. */
  get clients(): Iterable<LineClient> {
    return this.open.toSorted((a, b) => draw(a.id, 9) - draw(b.id, 9));
  }

  /** Of the ten seconds before the sweep, at any moment. */
  replace(count: number, atMs: number): void {
    for (let index = 0; index < count && this.open.length > 0; index++) {
      const drawn = count < this.open.length ? draw(this.nextId + index, 7) % this.open.length : 0;
      this.open.splice(drawn, 1);
    }
    const opened = Array.from(
      { length: count },
      (_, index) => atMs - (draw(this.nextId + index, 8) % 10_000),
    );
    for (const openedAtMs of opened.toSorted((a, b) => a - b)) this.add(openedAtMs);
  }

  private add(openedAtMs: number): void {
    this.nextId++;
    this.open.push({ id: this.nextId, openedAtMs });
  }
}
