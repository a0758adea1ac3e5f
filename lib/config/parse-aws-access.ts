import type { AwsAccess } from "./fleet";
import type { FleetDocument, Place } from "./fleet-document";
import { readName } from "./names";
import { type Outside, readOpenOrSecret, readSecret } from "./secrets";

/** What reading a part of the file needs of what is around it. */
export interface AccessContext {
  readonly document: FleetDocument;
  readonly fleetPath: string;
  readonly outside: Outside;
}

export const ACCESS_KEYS = ["region", "profile", "roleArn", "externalId", "endpoint", "keys"];

const KEYS_HINT = "keys: { accessKeyId: ${NAME}, secretAccessKey: ${NAME} }";
const REGION_HINT = "the region's code: region: eu-central-1";
const ROLE_HINT = "roleArn: arn:aws:iam::123456789012:role/evenkeel";
const ENDPOINT_HINT = "http://host:port or https://host:port; leave it out for AWS itself";

/** `eu-central-1`, `us-gov-west-1`, `eusc-de-east-1`. A form and no list: regions are added without us. */
const REGION = /^[a-z]{2,5}(-[a-z]+){1,3}-\d{1,2}$/;
const ROLE_ARN = /^arn:aws[a-z0-9-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/;
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;

/** How to reach AWS: the keys of `ACCESS_KEYS` among `fields`, which are those of `entry`. Null without a usable region. */
export function readAwsAccess(
  context: AccessContext,
  entry: Place,
  fields: ReadonlyMap<string, Place>,
): AwsAccess | null {
  const { document } = context;
  const region = readRegion(document, entry, fields.get("region"));
  const read = <T>(key: string, parse: (place: Place) => T): T | null => {
    const place = fields.get(key);
    return place === undefined ? null : parse(place);
  };
  const access = {
    profile: read("profile", (place) => readName(document, place)),
    roleArn: read("roleArn", (place) => readRoleArn(document, place)),
    externalId: read("externalId", (place) => readExternalId(context, place)),
    keys: read("keys", (place) => readKeys(context, place)),
    endpoint: read("endpoint", (place) => readEndpoint(document, place)),
  };
  refuseContradictions(document, fields);
  return region === null ? null : { region, ...access };
}

function refuseContradictions(document: FleetDocument, fields: ReadonlyMap<string, Place>): void {
  const [profile, keys, externalId] = [fields.get("profile"), fields.get("keys"), fields.get("externalId")];
  if (profile !== undefined && keys !== undefined)
    document.reportAt(keys, "profile is given, too", "one of the two: both say who Evenkeel is to AWS");
  if (externalId !== undefined && !fields.has("roleArn"))
    document.reportAt(externalId, "is for a role, and roleArn is not given", ROLE_HINT);
}

function readRegion(document: FleetDocument, entry: Place, place: Place | undefined): string | null {
  if (place === undefined) {
    document.reportAt(entry, "has no region", REGION_HINT);
    return null;
  }
  const region = document.text(place, REGION_HINT);
  if (region === null || REGION.test(region)) return region;
  const ofZone = REGION.test(region.slice(0, -1)) && /[a-z]$/.test(region);
  const what = ofZone ? "is an availability zone" : "is not a region";
  document.reportAt(
    place,
    `${quoted(region)} ${what}`,
    ofZone ? `region: ${region.slice(0, -1)}` : REGION_HINT,
  );
  return null;
}

function readRoleArn(document: FleetDocument, place: Place): string | null {
  const arn = document.text(place, ROLE_HINT);
  if (arn === null || ROLE_ARN.test(arn)) return arn;
  document.reportAt(place, `${quoted(arn)} is not the ARN of a role`, ROLE_HINT);
  return null;
}

function readExternalId({ document, fleetPath, outside }: AccessContext, place: Place): string | null {
  const id = readOpenOrSecret(document, place, fleetPath, outside);
  if (id === null || EXTERNAL_ID.test(id)) return id;
  document.reportAt(
    place,
    "this is not an external id",
    "2 to 1224 letters, digits and _+=,.@:/-, as the role's trust policy has it",
  );
  return null;
}

/** Keys are read from outside only, the access key id too: a file that names both is soon passed around. */
function readKeys({ document, fleetPath, outside }: AccessContext, place: Place): AwsAccess["keys"] {
  const fields = document.fields(place, ["accessKeyId", "secretAccessKey", "sessionToken"]);
  if (fields === null) return null;
  const read = (key: string): string | null => {
    const field = fields.get(key);
    const value = field === undefined ? null : readSecret(document, field, fleetPath, outside);
    if (field === undefined || value === null || /^[\x21-\x7e]+$/.test(value)) return value;
    document.reportAt(field, "holds spaces or characters that no key has", null);
    return null;
  };
  const missing = ["accessKeyId", "secretAccessKey"].filter((key) => !fields.has(key));
  if (missing.length > 0) document.reportAt(place, `has no ${missing.join(" and no ")}`, KEYS_HINT);
  return {
    accessKeyId: read("accessKeyId") ?? "",
    secretAccessKey: read("secretAccessKey") ?? "",
    sessionToken: read("sessionToken"),
  };
}

/** Not repeated in messages: it may hold a password. */
function readEndpoint(document: FleetDocument, place: Place): string | null {
  const text = document.text(place, ENDPOINT_HINT);
  if (text === null) return null;
  const url = /^https?:\/\/[^/?#\s]/.test(text) && URL.canParse(text) ? new URL(text) : null;
  if (url === null) document.reportAt(place, "this is not an http or https URL", ENDPOINT_HINT);
  else if (url.username !== "" || url.password !== "")
    document.reportAt(place, "holds a user or a password", `credentials go under keys: ${KEYS_HINT}`);
  else if (url.search !== "" || url.hash !== "")
    document.reportAt(place, "has a part behind ? or #", ENDPOINT_HINT);
  else return text;
  return null;
}

/** What was written, unless it is long or holds characters that a terminal would act on. */
export function quoted(text: string): string {
  return text.length <= 80 && !/\p{Cc}/u.test(text) ? `"${text}"` : "this";
}
