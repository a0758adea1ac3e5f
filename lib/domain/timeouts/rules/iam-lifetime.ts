import { inMs, saidMs } from "../words";
import { clientFix } from "./fix-code";
import { REFERENCES } from "./references";
import { broken, clientsOf, holds, isUnknown, missing, type Rule } from "./rule";

/** ElastiCache ends a connection that was authenticated with IAM so long after its last AUTH. */
const IAM_LIFETIME_MS = 43_200_000;
const WANTED_LIFETIME_MS = 39_600_000;

export const iamLifetime: Rule = {
  id: "iam-lifetime",
  title: "with IAM: max lifetime or re-authentication < 12 h",
  severity: "warning",
  scope: "group",
  reference: REFERENCES.iam,
  evaluate(path) {
    const authentication = path.word("client", "authentication");
    if (isUnknown(authentication)) return missing(authentication);
    const who = clientsOf(path);
    if (authentication.word !== "iam")
      return holds(`${who}: no IAM authentication, so connections do not expire`, authentication);
    const lifetime = path.duration("pool", "maxLifetime");
    const again = path.duration("client", "reauthenticateEvery");
    if (lifetime.state === "duration" && lifetime.ms < IAM_LIFETIME_MS) {
      return holds(
        `${who}: connections live ${saidMs(lifetime)}, IAM allows ${inMs(IAM_LIFETIME_MS)}`,
        authentication,
        lifetime,
        again,
      );
    }
    if (again.state === "duration" && again.ms < IAM_LIFETIME_MS) {
      return holds(
        `${who}: connections authenticate again every ${saidMs(again)}, IAM allows ${inMs(IAM_LIFETIME_MS)}`,
        authentication,
        lifetime,
        again,
      );
    }
    if (isUnknown(lifetime) || isUnknown(again)) return missing(lifetime, again);
    return broken(
      {
        sentence: `${who}: with IAM a connection ends after ${inMs(IAM_LIFETIME_MS)}, but its max lifetime is ${saidMs(lifetime)} and re-authentication ${saidMs(again)}`,
        consequence: `Twelve hours after a deployment all its connections are closed by the server within minutes, in the middle of commands.`,
        fix: clientFix(path, "End connections after 11\u202fh, or send AUTH with a new token before", {
          set: "max-lifetime",
          ms: WANTED_LIFETIME_MS,
        }),
      },
      authentication,
      lifetime,
      again,
    );
  },
};
