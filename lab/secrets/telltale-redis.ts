import { readFile } from "node:fs/promises";
import { createServer } from "node:tls";
import { listenOnLoopback } from "./listen-on-loopback";

/** What such a server says of the password that it is shown. */
export const TELLTALES = {
  rejects: (password: string) => `-WRONGPASS invalid: ${password}`,
  "has an error of its own": (password: string) => `-ERR cannot verify ${password} now`,
  "does not know AUTH": (password: string) =>
    `-ERR unknown command 'AUTH', with args beginning with: 'evenkeel' '${password}' `,
  "repeats half": (password: string) => `-ERR bad token ${password.slice(0, -40)}`,
  "lets in and repeats it later": () => "+OK",
} as const;
export type Telltale = keyof typeof TELLTALES;

export interface TelltaleRedis {
  readonly address: string;
  /** Every password that it was shown. */
  passwords(): readonly string[];
  stop(): Promise<void>;
}

/** A server with TLS that repeats the password in its replies. */
export async function startTelltaleRedis(
  how: Telltale,
  files: { readonly key: string; readonly cert: string },
): Promise<TelltaleRedis> {
  const passwords: string[] = [];
  const [key, cert] = await Promise.all([readFile(files.key), readFile(files.cert)]);
  const server = createServer({ key, cert }, (socket) => {
    let shown = "";
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      for (const [name = "", ...args] of commandsOf(chunk.toString("latin1"))) {
        const isAuth = name.toUpperCase() === "AUTH";
        if (isAuth) {
          shown = args.at(-1) ?? "";
          passwords.push(shown);
        }
        socket.write(isAuth ? `${TELLTALES[how](shown)}\r\n` : `-ERR not for ${shown}\r\n`);
      }
    });
  });
  const { port, close } = await listenOnLoopback(server);
  return { address: `127.0.0.1:${port}`, passwords: () => passwords, stop: close };
}

/** Commands of one write, each a list of bulk strings. */
function commandsOf(text: string): string[][] {
  return text
    .split(/^\*\d+\r\n/m)
    .filter((part) => part !== "")
    .map((part) => [...part.matchAll(/\$\d+\r\n(.*)\r\n/g)].map(([, word = ""]) => word));
}
