import { inRepository } from "./paths.mjs";
import { startChild } from "./processes.mjs";
import { Refusal } from "./terminal/refusal.mjs";

/** Starts the lab fleet and resolves when its clients talk. Throws a Refusal with what it said when it ends before. */
export async function startLab() {
  const child = startChild(inRepository("lab/main.ts"), [], { execArgv: ["--import", "tsx"] });
  const ready = new Promise((resolve) => {
    child.onMessage((message) => {
      if (isReady(message)) resolve(null);
    });
  });
  const ended = await Promise.race([ready, child.exited]);
  if (ended === null) return child;
  throw new Refusal(`The fleet did not start (${ended}):`, child.output());
}

/** @param {unknown} message */
function isReady(message) {
  return typeof message === "object" && message !== null && "state" in message && message.state === "ready";
}
