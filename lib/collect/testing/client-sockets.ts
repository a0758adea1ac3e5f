import { connect, type Socket } from "node:net";

/** Client connections of a test, opened and closed by script. */
export interface ClientSocket {
  /** CLIENT ID as the server tells it. */
  readonly id: number;
  /** `ip:port` as the server sees it. */
  readonly addr: string;
  /** Sends an inline command and resolves with the first line of the reply. */
  ask(command: string): Promise<string>;
  /** Resolves when the server has closed its side too, i.e. forgotten the client. */
  close(): Promise<void>;
}

export async function openClient(
  port: number,
  name?: string,
  localAddress = "127.0.0.1",
  host = "127.0.0.1",
): Promise<ClientSocket> {
  const socket = connect({ port, host, localAddress });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  // A server that goes away resets its clients; the test that made it go expects no more of them.
  socket.on("error", () => undefined);
  const ask = (command: string): Promise<string> => askLine(socket, command);
  const id = Number((await ask("CLIENT ID")).slice(1));
  if (name !== undefined) await ask(`CLIENT SETNAME ${name}`);
  return {
    id,
    addr: `${localAddress}:${socket.localPort}`,
    ask,
    close: () =>
      new Promise((resolve) => {
        socket.once("close", () => resolve());
        socket.write("QUIT\r\n");
      }),
  };
}

export async function openClients(
  port: number,
  count: number,
  name?: string,
  localAddress?: string,
  host?: string,
): Promise<ClientSocket[]> {
  const clients: ClientSocket[] = [];
  for (let index = 0; index < count; index++) clients.push(await openClient(port, name, localAddress, host));
  return clients;
}

function askLine(socket: Socket, command: string): Promise<string> {
  return new Promise((resolve) => {
    socket.once("data", (chunk: Buffer) => resolve(chunk.toString().split("\r\n")[0] ?? ""));
    socket.write(`${command}\r\n`);
  });
}
