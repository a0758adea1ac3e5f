import { ownVariables } from "../config/own-variables.mjs";

/**
 * Resolves with the reason when this command shall end: a signal, or npm gone from under us (killed, it takes nobody along;
 * the scripts of package.json begin with `exec`, so that npm itself is our parent).
 * Later signals are swallowed, so that an impatient second Ctrl-C does not leave half of the processes behind.
 * @returns {Promise<string>}
 */
export function untilStopped() {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => resolve(signal));
    const parent = process.ppid;
    if (ownVariables.npm_lifecycle_event === undefined) return;
    const timer = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(timer);
      resolve("npm has ended");
    }, 1000);
    timer.unref();
  });
}
