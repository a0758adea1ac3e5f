#!/usr/bin/env node
import { checkNodeVersion } from "./setup/node-version.mjs";
/** `npm run <command>` and `npx evenkeel <command>`: plain JavaScript without dependencies, so that it works in a fresh clone. */
import { Refusal } from "./terminal/refusal.mjs";

const COMMANDS = ["demo", "start", "dev", "test", "verify", "lab", "bench", "soak"];
/** Those that are for other projects, too, and have no script of npm. */
const TOOLS = ["lint"];
const [name = "", ...args] = process.argv.slice(2);

try {
  checkNodeVersion();
  if (![...COMMANDS, ...TOOLS].includes(name)) {
    throw new Refusal(
      `"${name}" is not a command.`,
      `Commands: ${[
        ...COMMANDS.map((known) => `npm run ${known}`),
        ...TOOLS.map((known) => `npx evenkeel ${known}`),
      ].join(", ")}`,
    );
  }
  const { run } = await import(`./commands/${name}.mjs`);
  // Not left to an empty event loop: what a stopped command still waited for is of no interest.
  process.exit(await run(args));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.describe());
  process.exit(1);
}
