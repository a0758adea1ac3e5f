import type { Fleet, FleetResult } from "./fleet";
import { FleetDocument, type Place } from "./fleet-document";
import { parseAccountDiscovery } from "./parse-account-discovery";
import { parseCloudWatch } from "./parse-cloudwatch";
import { type ClusterContext, parseCluster } from "./parse-cluster";
import { parseRetention } from "./parse-retention";
import { DEFAULT_WATCH, parseWatch, WATCH_KEYS } from "./parse-watch";
import type { Outside } from "./secrets";

const TOP_KEYS = ["discover", "clusters", "cloudwatch", "watch", "retention"];
const CLUSTERS_HINT = "clusters: [{ id: orders, nodes: [10.0.5.21:6379] }]";

/** Text of a fleet file → the fleet, or all that is wrong with it. Reads nothing but through `outside`. */
export function parseFleet(text: string, path: string, outside: Outside): FleetResult {
  const document = new FleetDocument(text);
  const fleet = document.problems.length > 0 ? null : readFleet(document, path, outside);
  const problems = document.sortedProblems();
  if (fleet === null || problems.length > 0) return { state: "invalid", path, problems };
  return { state: "ok", fleet };
}

function readFleet(document: FleetDocument, path: string, outside: Outside): Fleet | null {
  const { root } = document;
  if (root === null) {
    document.report(null, "the file is empty", CLUSTERS_HINT);
    return null;
  }
  const fields = document.fields(root, TOP_KEYS, explainTopKey);
  if (fields === null) return null;
  const defaults = parseWatch(document, fields.get("watch"), DEFAULT_WATCH);
  const context = {
    document,
    fleetPath: path,
    outside,
    defaults,
    ids: new Map(),
    nodes: new Map(),
    caches: new Map(),
    imported: { length: 0 },
  };
  return {
    path,
    clusters: readClusters(context, root, fields),
    elasticacheDiscovery: parseAccountDiscovery(context, fields.get("discover")),
    cloudwatch: parseCloudWatch(document, fields.get("cloudwatch")),
    defaults,
    retention: parseRetention(document, fields.get("retention")),
  };
}

/** Whole accounts make clusters of their own, so that none need be listed beside them. */
function readClusters(
  context: ClusterContext,
  root: Place,
  fields: ReadonlyMap<string, Place>,
): Fleet["clusters"] {
  const { document } = context;
  const place = fields.get("clusters");
  const needsOne = !fields.has("discover");
  if (place === undefined) {
    if (needsOne) document.reportAt(root, "has no clusters", CLUSTERS_HINT);
    return [];
  }
  const items = document.items(place, "clusters");
  if (needsOne && items?.length === 0) document.reportAt(place, "names no cluster", CLUSTERS_HINT);
  return (items ?? []).flatMap((item) => parseCluster(context, item) ?? []);
}

function explainTopKey(key: string): { message: string; hint: string } | null {
  if (WATCH_KEYS.includes(key))
    return { message: `"${key}" belongs under watch`, hint: `watch: { ${key}: … }` };
  return null;
}
