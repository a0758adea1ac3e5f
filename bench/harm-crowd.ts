import { connect } from "node:net";

/** Idle clients in a process of their own. argv: port, how many. Says `ready` when all are connected and named. */
const [port = 0, count = 0] = process.argv.slice(2).map(Number);
const AT_ONCE = 250;

for (let opened = 0; opened < count; opened += AT_ONCE) {
  const batch = Array.from({ length: Math.min(AT_ONCE, count - opened) }, (_, index) =>
    openNamed(opened + index),
  );
  await Promise.all(batch);
}

function openNamed(index: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("error", reject);
    socket.once("data", () => resolve());
    socket.write(`CLIENT SETNAME orders-api-${index % 40}-${(index * 7919).toString(36)}\r\n`);
  });
}

process.on("disconnect", () => process.exit(0));
process.send?.("ready");
