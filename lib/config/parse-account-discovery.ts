import type { ElastiCacheDiscoveryConfig } from "./fleet";
import type { FleetDocument, Place } from "./fleet-document";
import { readAuth } from "./parse-auth";
import { ACCESS_KEYS, type AccessContext, quoted, readAwsAccess } from "./parse-aws-access";
import { parseTls } from "./parse-tls";

const DISCOVER_HINT = `discover: { elasticache: [{ region: eu-central-1, match: "prod-*" }] }`;
const MATCH_HINT = `a pattern of ids; * and ? are wildcards: match: "prod-*", or "*" for all`;
const OF_ONE_CACHE = ["replicationGroup", "cacheCluster", "serverlessCache"];

/** `discover` of the file: whole accounts, by region and pattern. */
export function parseAccountDiscovery(
  context: AccessContext,
  place: Place | undefined,
): readonly ElastiCacheDiscoveryConfig[] {
  const { document } = context;
  const fields = place === undefined ? null : document.fields(place, ["elasticache"]);
  if (place === undefined || fields === null) return [];
  const list = fields.get("elasticache");
  if (list === undefined) {
    document.reportAt(place, "names nothing to discover", DISCOVER_HINT);
    return [];
  }
  const taken = new Map<string, number>();
  const items = document.items(list, "regions");
  if (items?.length === 0) document.reportAt(list, "names no region", DISCOVER_HINT);
  return (items ?? []).flatMap((entry) => parseEntry(context, entry, taken) ?? []);
}

function parseEntry(
  context: AccessContext,
  entry: Place,
  taken: Map<string, number>,
): ElastiCacheDiscoveryConfig | null {
  const { document, fleetPath, outside } = context;
  const fields = document.fields(entry, [...ACCESS_KEYS, "match", "auth", "tls"], (key) =>
    OF_ONE_CACHE.includes(key)
      ? {
          message: `"${key}" is for one cluster`,
          hint: "an entry of clusters with elasticache, or match here",
        }
      : null,
  );
  if (fields === null) return null;
  const access = readAwsAccess(context, entry, fields);
  const match = readMatch(document, entry, fields.get("match"));
  const [auth, tls] = [fields.get("auth"), fields.get("tls")];
  const found = {
    auth: auth === undefined ? null : readAuth(context, auth),
    tls: tls === undefined ? null : parseTls(document, tls, fleetPath, outside),
  };
  if (tls !== undefined && document.scalar(tls) === false)
    document.reportAt(
      tls,
      "cannot be false for whole accounts",
      "leave it out: AWS tells which caches encrypt",
    );
  if (access === null || match === null) return null;
  const same = JSON.stringify([access, match]);
  const line = taken.get(same);
  if (line !== undefined)
    document.reportAt(entry, `"${match}" in ${access.region} is discovered twice`, `first on line ${line}`);
  taken.set(same, line ?? entry.line);
  return { ...access, match, ...found, line: entry.line };
}

function readMatch(document: FleetDocument, entry: Place, place: Place | undefined): string | null {
  if (place === undefined) {
    document.reportAt(entry, "has no match", MATCH_HINT);
    return null;
  }
  const match = document.text(place, MATCH_HINT);
  if (match === null) return null;
  if (/^[a-z0-9*?-]{1,63}$/i.test(match)) return match.toLowerCase();
  document.reportAt(place, `${quoted(match)} is not a pattern of ids`, MATCH_HINT);
  return null;
}
