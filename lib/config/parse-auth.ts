import type { ClusterAuth, IamAuth } from "./fleet";
import type { Place } from "./fleet-document";
import type { AccessContext } from "./parse-aws-access";
import { readOpenOrSecret, readSecret } from "./secrets";

const IAM_HINT = "iam: { user: evenkeel }, the id of an ElastiCache user in authentication mode IAM";

/** `username` and `password`, or `iam: { user }`. */
export function readAuth(context: AccessContext, place: Place): ClusterAuth | null {
  const { document, fleetPath, outside } = context;
  const fields = document.fields(place, ["username", "password", "iam"]);
  if (fields === null) return null;
  const [username, password, iam] = [fields.get("username"), fields.get("password"), fields.get("iam")];
  if (iam !== undefined) {
    const other = username ?? password;
    if (other !== undefined)
      document.reportAt(other, "iam is given, too", "one of the two: a password, or tokens by IAM");
    return readIam(context, iam);
  }
  if (password === undefined) document.reportAt(place, "has no password", "password: ${NAME}, or file:PATH");
  return {
    username: username === undefined ? null : readOpenOrSecret(document, username, fleetPath, outside),
    password: (password === undefined ? null : readSecret(document, password, fleetPath, outside)) ?? "",
  };
}

/** ElastiCache keeps user ids in lower case, and an IAM user's name is its id. */
function readIam({ document, fleetPath, outside }: AccessContext, place: Place): IamAuth | null {
  const fields = document.fields(place, ["user"]);
  if (fields === null) return null;
  const at = fields.get("user");
  if (at === undefined) {
    document.reportAt(place, "has no user", IAM_HINT);
    return null;
  }
  const user = readOpenOrSecret(document, at, fleetPath, outside);
  if (user === null) return null;
  if (/^[a-z][a-z0-9-]{0,39}$/i.test(user)) return { iamUser: user.toLowerCase() };
  document.reportAt(
    at,
    "this is not the id of an ElastiCache user",
    "a letter, then up to 39 letters, digits and dashes",
  );
  return null;
}
