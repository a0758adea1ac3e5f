import { Refusal } from "../terminal/refusal.mjs";

const LEAST = [20, 19];

export function checkNodeVersion() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1])) return;
  throw new Refusal(
    `Evenkeel needs Node ${LEAST.join(".")} or newer; this is Node ${process.versions.node}.`,
    "Install a newer one from https://nodejs.org or with your version manager, e.g. nvm install 22",
  );
}
