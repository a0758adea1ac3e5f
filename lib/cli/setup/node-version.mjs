import { Refusal } from "../terminal/refusal.mjs";

const LEAST = { major: 20, minor: 19 };

export function checkNodeVersion() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > LEAST.major || (major === LEAST.major && minor >= LEAST.minor)) return;
  throw new Refusal(
    `Evenkeel needs Node ${LEAST.major}.${LEAST.minor} or newer; this is Node ${process.versions.node}.`,
    "Install a newer one from https://nodejs.org or with your version manager, e.g. nvm install 22",
  );
}
