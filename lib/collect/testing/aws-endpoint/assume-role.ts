import type { Caller, KeyRing } from "./key-ring";
import { AwsRefusal } from "./refusal";

/** STS: keys of a role, good for an hour. */
export function assumeRole(
  keys: KeyRing,
  caller: Caller,
  parameters: URLSearchParams,
  nowMs: number,
): object {
  const roleArn = parameters.get("RoleArn") ?? "";
  const session = parameters.get("RoleSessionName") ?? "";
  if (roleArn === "" || session === "")
    throw new AwsRefusal("validation", "RoleArn and RoleSessionName must be provided.");
  const key = keys.assume(roleArn, parameters.get("ExternalId"), session, nowMs);
  if (key === null)
    throw new AwsRefusal(
      "denied",
      `User: ${caller.userArn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    );
  const { expiresAtMs, accessKeyId, secretAccessKey, sessionToken, userArn } = key;
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: new Date(expiresAtMs),
    },
    AssumedRoleUser: { AssumedRoleId: `AROAEXAMPLE:${session}`, Arn: userArn },
  };
}
