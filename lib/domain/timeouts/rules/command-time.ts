import { limitMs } from "../lookup";
import { assumption, inMs, saidMs } from "../words";
import { clientFix } from "./fix-code";
import { REFERENCES } from "./references";
import { broken, clientsOf, holds, isUnknown, missing, type Rule } from "./rule";

/** A dead node's SYNs cost the connect timeout before anything else can be tried. */
const USUAL_CONNECT_MS = 1000;
/** Long enough for any command that is not meant to block. */
const USUAL_COMMAND_MS = 2000;

export const connectBelowCommand: Rule = {
  id: "connect-below-command",
  title: "connect timeout ≤ command timeout",
  severity: "warning",
  scope: "group",
  reference: REFERENCES.clients,
  evaluate(path) {
    const connect = path.duration("client", "connectTimeout");
    const command = path.duration("client", "commandTimeout");
    const [connectMs, commandMs] = [limitMs(connect), limitMs(command)];
    if (connectMs === null || commandMs === null) return missing(connect, command);
    const who = clientsOf(path);
    if (connectMs <= commandMs) {
      return holds(
        `${who}: connect timeout ${saidMs(connect)}, command timeout ${saidMs(command)}`,
        connect,
        command,
      );
    }
    const wanted = Math.min(commandMs, USUAL_CONNECT_MS);
    return broken(
      {
        sentence: `${who}: connect timeout ${saidMs(connect)} is longer than the command timeout ${saidMs(command)}`,
        consequence: `One dead node eats the whole ${inMs(commandMs)} of a command while the client is still connecting; no time is left to try another node.`,
        fix: clientFix(path, `Set the connect timeout to ${inMs(wanted)} or less`, {
          set: "connect-timeout",
          ms: wanted,
        }),
      },
      connect,
      command,
    );
  },
};

export const commandTimeoutSet: Rule = {
  id: "command-timeout-set",
  title: "a command timeout exists",
  severity: "critical",
  scope: "group",
  reference: REFERENCES.tcpRetries,
  evaluate(path) {
    const command = path.duration("client", "commandTimeout");
    if (isUnknown(command)) return missing(command);
    const who = clientsOf(path);
    if (command.state === "duration") {
      return holds(`${who}: a command waits ${saidMs(command)} at most`, command);
    }
    const socket = path.duration("client", "socketTimeout");
    if (socket.state === "duration") {
      return holds(`${who}: a socket without an answer is closed after ${saidMs(socket)}`, command, socket);
    }
    const userTimeout = path.duration("client", "tcpUserTimeout");
    const isBounded = userTimeout.state === "duration";
    const wait = isBounded ? inMs(userTimeout.ms) : "about 15\u202fmin (Linux, tcp_retries2 = 15)";
    return broken(
      {
        sentence:
          command.state === "unset"
            ? `${who}: no command timeout${assumption(command.setting)}`
            : `${who}: the command timeout is ${saidMs(command)}`,
        consequence: `A command on a half-open connection hangs until TCP gives up: ${wait}. Each holds its caller for as long.`,
        fix: clientFix(path, `Set a command timeout, for instance ${inMs(USUAL_COMMAND_MS)}`, {
          set: "command-timeout",
          ms: USUAL_COMMAND_MS,
        }),
        ...(isBounded ? { severity: "warning" } : {}),
      },
      command,
      userTimeout,
    );
  },
};
