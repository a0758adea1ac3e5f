import type { ElastiCacheConfig } from "./fleet";
import type { FleetDocument, Place } from "./fleet-document";
import { ACCESS_KEYS, type AccessContext, quoted, readAwsAccess } from "./parse-aws-access";

const KINDS = {
  replicationGroup: "replication-group",
  cacheCluster: "cache-cluster",
  serverlessCache: "serverless-cache",
} as const;
const KIND_KEYS = ["replicationGroup", "cacheCluster", "serverlessCache"] as const;

const ONE_HINT = `one of ${KIND_KEYS.join(", ")}: elasticache: { region: eu-central-1, replicationGroup: prod-orders }`;
const ID_HINT = "the id that the ElastiCache console shows: a letter, then letters, digits and dashes";

/** `elasticache` of a cluster. `taken`: the lines of such caches before, over the whole file. Null after a report. */
export function parseElastiCache(
  context: AccessContext,
  place: Place,
  tlsFromAws: boolean,
  taken: Map<string, number>,
): ElastiCacheConfig | null {
  const { document } = context;
  const fields = document.fields(place, [...ACCESS_KEYS, ...KIND_KEYS], (key) =>
    key === "match"
      ? { message: `"match" is for discover`, hint: "discover: { elasticache: [{ region: …, match: … }] }" }
      : null,
  );
  if (fields === null) return null;
  const access = readAwsAccess(context, place, fields);
  const [given, other] = KIND_KEYS.filter((key) => fields.has(key));
  if (given === undefined) document.reportAt(place, "names no cache", ONE_HINT);
  if (other !== undefined) document.reportAt(fields.get(other) ?? place, `${given} is given, too`, ONE_HINT);
  const at = given === undefined ? undefined : fields.get(given);
  const id = at === undefined ? null : readId(document, at);
  if (access === null || given === undefined || id === null) return null;
  const kind = KINDS[given];
  const same = JSON.stringify([access, kind, id]);
  const line = taken.get(same);
  if (line !== undefined)
    document.reportAt(place, `"${id}" in ${access.region} is two clusters`, `first named on line ${line}`);
  taken.set(same, line ?? place.line);
  return { ...access, kind, id, tlsFromAws };
}

/** AWS stores ids in lower case and answers with them. */
function readId(document: FleetDocument, place: Place): string | null {
  const id = document.text(place, ID_HINT);
  if (id === null) return null;
  if (/^[a-z][a-z0-9-]{0,62}$/i.test(id)) return id.toLowerCase();
  const inArn = /^arn:aws[^:]*:elasticache:[^:]*:[^:]*:[^:]+:([a-z0-9-]+)$/i.exec(id)?.[1];
  if (inArn === undefined) document.reportAt(place, `${quoted(id)} is not the id of a cache`, ID_HINT);
  else document.reportAt(place, "this is an ARN", `the id alone: ${inArn}`);
  return null;
}
