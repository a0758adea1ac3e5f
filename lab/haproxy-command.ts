import { connect } from "node:net";

const TIMEOUT_MS = 5_000;

/**
 * One command to HAProxy's runtime interface; it answers and closes. Throws what HAProxy objects: commands
 * that change something answer nothing when they worked.
 */
export async function tellHaproxy(port: number, command: string): Promise<void> {
  const answer = (await askHaproxy(port, command)).trim();
  if (answer !== "") throw new Error(`HAProxy on ${command}: ${answer}`);
}

export function askHaproxy(port: number, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1" });
    let answer = "";
    socket.setEncoding("utf8");
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error(`no answer from HAProxy on ${command}`)));
    socket.on("data", (text) => {
      answer += text;
    });
    socket.once("end", () => resolve(answer));
    socket.once("error", reject);
    socket.write(`${command}\n`);
  });
}
