import { type DurationLookup, limitMs } from "../lookup";
import { inMs, saidMs } from "../words";
import { clientFix } from "./fix-code";
import { NO_PROXY } from "./idle-below";
import { REFERENCES } from "./references";
import { broken, clientsOf, holds, missing, named, notEvaluated, type Rule } from "./rule";

export const proxyOutlastsClient: Rule = {
  id: "proxy-outlasts-client",
  title: "proxy server timeout > command timeout and > longest blocking command",
  severity: "warning",
  scope: "path",
  reference: REFERENCES.haproxyTimeouts,
  evaluate(path) {
    if (path.proxy === null) return notEvaluated(NO_PROXY);
    const silent = path.duration("proxy", "clientTimeout");
    const answer = firstToEnd(
      path.duration("proxy", "serverTimeout"),
      path.duration("proxy", "responseTimeout"),
    );
    // A client that waits for its answer is silent, too.
    const isSilent = (limitMs(silent) ?? Number.POSITIVE_INFINITY) < (limitMs(answer) ?? 0);
    const server = isSilent ? silent : answer;
    const gives = isSilent ? "closes clients that are silent for" : "gives Redis";
    const command = path.duration("client", "commandTimeout");
    const longest = path.duration("client", "longestCommand");
    const [serverMs, commandMs] = [limitMs(server), limitMs(command)];
    if (serverMs === null) return missing(server, command);
    if (serverMs === Number.POSITIVE_INFINITY)
      return holds("The proxy waits for Redis for ever", server, command);
    const who = clientsOf(path);
    const proxy = named(path, "the proxy", server);
    // None is declared where nothing blocks; BLPOP with 0 waits for ever.
    const longestMs = longest.state === "unset" ? null : limitMs(longest);
    if (commandMs !== null && serverMs <= commandMs) {
      if (commandMs === Number.POSITIVE_INFINITY) {
        return broken(
          {
            sentence: `${who}: no command timeout, while ${proxy} ${gives} ${saidMs(server)}`,
            consequence: `The proxy ends the wait after ${inMs(serverMs)} by closing the connection under the client: every command on it fails with a broken connection instead of a timeout.`,
            fix: clientFix(path, `Set a command timeout below the proxy's ${inMs(serverMs)}`, {
              set: "command-timeout",
              ms: Math.max(1, Math.floor(serverMs / 2)),
            }),
          },
          server,
          command,
        );
      }
      return broken(
        {
          sentence: `${who}: ${proxy} ${gives} ${saidMs(server)}, the client waits ${saidMs(command)}`,
          consequence: `The proxy gives up after ${inMs(serverMs)} and closes the connection, before the client, which knows what to do next, has stopped waiting.`,
          fix: proxyFix(commandMs, isSilent),
        },
        server,
        command,
      );
    }
    if (longestMs !== null && serverMs <= longestMs) {
      return broken(
        {
          sentence: `${who}: its longest blocking command takes ${inMs(longestMs)}, ${proxy} ${gives} ${saidMs(server)}`,
          consequence: `Every BLPOP or XREAD BLOCK that waits longer than ${inMs(serverMs)} ends with a closed connection instead of an empty answer.`,
          fix: longestMs === Number.POSITIVE_INFINITY ? blockFix(serverMs) : proxyFix(longestMs, isSilent),
        },
        server,
        longest,
      );
    }
    if (commandMs === null) return missing(command);
    const blocking = longestMs === null ? "" : ` and the longest blocking command ${inMs(longestMs)}`;
    return holds(
      `${who}: the client waits ${saidMs(command)}${blocking}, the proxy ${saidMs(server)}`,
      server,
      command,
      longest,
    );
  },
};

/** Multiplexing proxies have a timer for answers alone; the others one for silence of any kind. */
function firstToEnd(silence: DurationLookup, answer: DurationLookup): DurationLookup {
  const [silenceMs, answerMs] = [limitMs(silence), limitMs(answer)];
  if (silenceMs === null) return answerMs === null ? silence : answer;
  return answerMs !== null && answerMs < silenceMs ? answer : silence;
}

/** No proxy with a time-out outlasts what never ends. */
function blockFix(serverMs: number) {
  const sec = Math.max(1, Math.floor(serverMs / 2000));
  return {
    sentence: `Block for a bounded time and ask again: ${inMs(sec * 1000)} at most`,
    code: `BLPOP <key> ${sec}`,
    language: "text",
  };
}

function proxyFix(outlastMs: number, isSilent: boolean) {
  const ms = Math.ceil((outlastMs * 1.5) / 1000) * 1000;
  const sec = ms / 1000;
  return {
    sentence: `Let the proxy wait longer than the client: ${inMs(ms)} or more`,
    code: isSilent
      ? `# HAProxy\ntimeout client ${sec}s\ntimeout server ${sec}s`
      : `# HAProxy\ntimeout server ${sec}s\n# twemproxy\ntimeout: ${ms}\n# Envoy\nop_timeout: ${sec}s`,
    language: "text",
  };
}
