import { connect, type Socket } from "node:net";

/**
 * A steady load in a process of its own: GETs at a fixed rate over a few connections, and a PING each millisecond on
 * another one. Times every answer. Told `reset` and `report` by its parent; argv: port.
 */
const GETS_PER_SEC = 2000;
const CONNECTIONS = 10;

interface Lane {
  readonly socket: Socket;
  readonly sentAt: number[];
  readonly times: number[];
  readonly replyBytes: number;
  pending: number;
}

const port = Number(process.argv[2]);
let longestPing = { ms: 0, sentAt: 0 };
const gets = await Promise.all(Array.from({ length: CONNECTIONS }, () => openLane("$5\r\nvalue\r\n".length)));
const pings = await openLane("+PONG\r\n".length);

async function openLane(replyBytes: number): Promise<Lane> {
  const socket = connect(port, "127.0.0.1");
  socket.setNoDelay(true);
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  const lane: Lane = { socket, sentAt: [], times: [], replyBytes, pending: 0 };
  socket.on("data", (chunk) => {
    const now = performance.now();
    for (lane.pending += chunk.length; lane.pending >= replyBytes; lane.pending -= replyBytes) {
      const sent = lane.sentAt.shift();
      if (sent === undefined) continue;
      lane.times.push(now - sent);
      if (lane === pings && now - sent > longestPing.ms) longestPing = { ms: now - sent, sentAt: sent };
    }
  });
  return lane;
}

function ask(lane: Lane, command: string): void {
  lane.sentAt.push(performance.now());
  lane.socket.write(command);
}

let sent = 0;
const startedAt = performance.now();
setInterval(() => {
  const due = ((performance.now() - startedAt) / 1000) * GETS_PER_SEC;
  for (; sent < due; sent++) {
    const lane = gets[sent % gets.length];
    if (lane !== undefined) ask(lane, "*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n");
  }
  ask(pings, "*1\r\n$4\r\nPING\r\n");
}, 1);

let resetAt = performance.now();

process.on("message", (message) => {
  const times = gets.flatMap((lane) => lane.times).sort((left, right) => left - right);
  const pingTimes = pings.times.toSorted((left, right) => left - right);
  const longestPingAtMs = longestPing.sentAt - resetAt;
  for (const lane of [...gets, pings]) lane.times.length = 0;
  longestPing = { ms: 0, sentAt: 0 };
  if (message === "reset") resetAt = performance.now();
  if (message !== "report") return;
  process.send?.({
    gets: times.length,
    medianMs: times[Math.floor(times.length * 0.5)],
    p99Ms: times[Math.floor(times.length * 0.99)],
    p999Ms: times[Math.floor(times.length * 0.999)],
    pings: pingTimes.length,
    longestPingMs: pingTimes.at(-1),
    pingsOver5Ms: pingTimes.filter((ms) => ms > 5).length,
    longestPingAtMs,
  });
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
