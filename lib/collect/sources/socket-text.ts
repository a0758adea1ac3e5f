import { connect, type NetConnectOpts } from "node:net";
import type { ReadingOptions } from "./proxy-statistics";
import {
  closedByUs,
  type FetchedText,
  failureOfTransport,
  MOST_BYTES,
  tooLarge,
  tooSlow,
} from "./statistics-failure";

/**
 * What a socket says until it closes, on a connection of its own; `command` is written first, where there is one.
 * Never throws, ends within `timeoutMs`, and reads 4 MB at most.
 */
export function readSocketText(
  target: NetConnectOpts,
  command: string | null,
  { timeoutMs, signal }: ReadingOptions,
): Promise<FetchedText> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const socket = connect(target);
    const done = (result: FetchedText): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      resolve(result);
      socket.destroy();
    };
    const abort = (): void => done(closedByUs());
    const timer = setTimeout(() => done(tooSlow(timeoutMs)), timeoutMs);
    socket.on("connect", () => {
      if (command !== null) socket.write(command);
    });
    socket.on("data", (chunk) => {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) done(tooLarge());
      else chunks.push(chunk);
    });
    socket.on("end", () => done({ state: "ok", text: Buffer.concat(chunks).toString() }));
    socket.on("error", (error) => done({ state: "failed", failure: failureOfTransport(error) }));
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
  });
}
