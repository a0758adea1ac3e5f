import { limitMs, unknownOf } from "../lookup";
import { inMs, saidMs } from "../words";
import { clientFix } from "./fix-code";
import { REFERENCES } from "./references";
import { broken, clientsOf, holds, missing, type Rule } from "./rule";

export const halfOpenDetected: Rule = {
  id: "half-open-detected",
  title: "the client notices a dead peer within the failover budget",
  severity: "critical",
  scope: "group",
  reference: REFERENCES.userTimeout,
  evaluate(path) {
    const budget = path.duration("failover-budget", "forced");
    const command = path.duration("client", "commandTimeout");
    const closes = path.flag("client", "commandTimeoutClosesSocket");
    const userTimeout = path.duration("client", "tcpUserTimeout");
    const interval = path.duration("client", "healthCheckInterval");
    const reply = path.duration("client", "healthCheckTimeout");
    const socket = path.duration("client", "socketTimeout");
    const inputs = [socket, budget, command, closes, userTimeout, interval, reply] as const;
    const budgetMs = limitMs(budget);
    if (budgetMs === null) return missing(budget);
    const who = clientsOf(path);
    const checkMs = sumOf(limitMs(interval), limitMs(reply));
    const ways = [
      { ms: closes.state === "flag" && closes.isOn ? limitMs(command) : null, words: "socket timeout" },
      { ms: limitMs(socket), words: "socket timeout" },
      { ms: limitMs(userTimeout), words: "TCP_USER_TIMEOUT" },
      { ms: checkMs, words: "health check with its timeout" },
    ].flatMap(({ ms, words }) =>
      ms === null || ms === Number.POSITIVE_INFINITY ? [] : [{ ms, words: `${words} ${inMs(ms)}` }],
    );
    const [quickest] = ways.sort((left, right) => left.ms - right.ms);
    if (quickest !== undefined && quickest.ms <= budgetMs) {
      return holds(`${who}: ${quickest.words} notices a dead peer within ${saidMs(budget)}`, ...inputs);
    }
    const isTimerAlone = command.state === "duration" && closes.state === "flag" && !closes.isOn;
    const couldHelp = [
      ...(command.state === "unknown" || (command.state === "duration" && closes.state === "unknown")
        ? unknownOf(command, closes)
        : []),
      ...unknownOf(userTimeout, interval),
      ...(interval.state === "duration" && interval.ms <= budgetMs ? unknownOf(reply) : []),
    ];
    if (
      couldHelp.length > 0 &&
      !(closes.state === "flag" && !closes.isOn && couldHelp.every((one) => one === command))
    )
      return missing(...couldHelp);
    const found =
      quickest === undefined ? "nothing notices a dead peer" : `a dead peer is noticed by ${quickest.words}`;
    const timer = isTimerAlone
      ? `, for the command timeout of ${saidMs(command)} leaves the socket open`
      : "";
    return broken(
      {
        sentence: `${who}: ${found}${timer}; a forced failover takes ${saidMs(budget)}`,
        consequence:
          "When the primary's host vanishes without a goodbye, commands keep going into a dead socket until TCP gives up, about 15\u202fmin after the failover has ended.",
        fix: clientFix(path, `Notice a dead peer within ${inMs(wanted(budgetMs))}`, {
          set: "dead-peer",
          ms: wanted(budgetMs),
        }),
      },
      ...inputs,
    );
  },
};

function wanted(budgetMs: number): number {
  return Math.max(1000, Math.floor(budgetMs / 2000) * 1000);
}

function sumOf(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : left + right;
}
