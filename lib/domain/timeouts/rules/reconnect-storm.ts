import { limitMs } from "../lookup";
import { inMs, saidCount, saidMs } from "../words";
import { clientFix } from "./fix-code";
import { poolTotal } from "./pool-total";
import { REFERENCES } from "./references";
import { broken, clientsOf, holds, isUnknown, missing, type Rule } from "./rule";

/** A server that stalls for so long accepts nobody; what arrives meanwhile has to fit into its listen backlog. */
const STALL_MS = 1000;

export const reconnectStormBounded: Rule = {
  id: "reconnect-storm-bounded",
  title:
    "pods × processes × pool ÷ backoff window < what the listen backlog takes; backoff has jitter and a cap",
  severity: "warning",
  scope: "group",
  reference: REFERENCES.retries,
  evaluate(path) {
    const connections = poolTotal(path, "without-surge");
    const backlog = path.count("server", "tcpBacklog");
    const jitter = path.flag("client", "backoffJitter");
    const cap = path.duration("client", "backoffCap");
    const inputs = [...connections.lookups, backlog, jitter, cap] as const;
    if (backlog.state !== "count" || connections.total === null) return missing(...inputs);
    const who = clientsOf(path);
    const { total } = connections;
    const said = `${connections.words} = ${total === Number.POSITIVE_INFINITY ? "any number of" : total.toLocaleString("en-US")} connections`;
    if (total < backlog.count) {
      return holds(
        `${who}: ${said} fit into the listen backlog of ${saidCount(backlog)} even if all come at once`,
        ...inputs,
      );
    }
    if (isUnknown(jitter)) return missing(jitter, cap);
    const capMs = limitMs(cap);
    if (jitter.isOn && capMs === null) return missing(cap);
    const fix = clientFix(path, "Let clients reconnect after a random pause that grows up to 10\u202fs", {
      set: "backoff",
    });
    if (!jitter.isOn) {
      return broken(
        {
          sentence: `${who}: ${said} reconnect in step (no jitter), the listen backlog takes ${saidCount(backlog)}`,
          consequence: `After a stall all of them arrive in the same moment; what the backlog of ${saidCount(backlog)} does not take is dropped and tried again after 1, 3 and 7\u202fs.`,
          fix,
        },
        ...inputs,
      );
    }
    if (capMs === Number.POSITIVE_INFINITY || capMs === null) {
      return broken(
        {
          sentence: `${who}: ${said} reconnect with jitter, but the pause has no cap`,
          consequence: "After a long outage the last of them come back minutes after Redis does.",
          fix,
          severity: "notice",
        },
        ...inputs,
      );
    }
    const inStall = total * Math.min(1, STALL_MS / Math.max(1, capMs));
    if (inStall < backlog.count) {
      return holds(
        `${who}: ${said} spread over ${saidMs(cap)}; in a stall of ${inMs(STALL_MS)} ${Math.ceil(inStall)} arrive, the listen backlog takes ${saidCount(backlog)}`,
        ...inputs,
      );
    }
    return broken(
      {
        sentence: `${who}: ${said} come back within ${saidMs(cap)}; in a stall of ${inMs(STALL_MS)} ${inStall === Number.POSITIVE_INFINITY ? "any number" : Math.ceil(inStall).toLocaleString("en-US")} arrive, the listen backlog takes ${saidCount(backlog)}`,
        consequence: `The listen queue overflows: dropped connection attempts come again after 1, 3 and 7\u202fs, on top of the others.`,
        fix,
      },
      ...inputs,
    );
  },
};
