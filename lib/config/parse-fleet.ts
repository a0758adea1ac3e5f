import type { Fleet, FleetResult } from "./fleet";
import { FleetDocument, notYet, type Place } from "./fleet-document";
import { DEFAULT_CLOUDWATCH } from "./parse-cloudwatch";
import { type ClusterContext, parseCluster } from "./parse-cluster";
import { parseRetention } from "./parse-retention";
import { DEFAULT_WATCH, parseWatch, WATCH_KEYS } from "./parse-watch";
import type { Outside } from "./secrets";

const TOP_KEYS = ["clusters", "watch", "retention"];
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
  const context = { document, fleetPath: path, outside, defaults, ids: new Map(), nodes: new Map() };
  return {
    path,
    clusters: readClusters(context, root, fields.get("clusters")),
    elasticacheDiscovery: [],
    cloudwatch: DEFAULT_CLOUDWATCH,
    defaults,
    retention: parseRetention(document, fields.get("retention")),
  };
}

function readClusters(context: ClusterContext, root: Place, place: Place | undefined): Fleet["clusters"] {
  const { document } = context;
  if (place === undefined) {
    document.reportAt(root, "has no clusters", CLUSTERS_HINT);
    return [];
  }
  const items = document.items(place, "clusters");
  if (items?.length === 0) document.reportAt(place, "names no cluster", CLUSTERS_HINT);
  return (items ?? []).flatMap((item) => parseCluster(context, item) ?? []);
}

function explainTopKey(key: string): { message: string; hint: string } | null {
  if (WATCH_KEYS.includes(key))
    return { message: `"${key}" belongs under watch`, hint: `watch: { ${key}: … }` };
  if (key === "discover") return notYet(key, "list each cluster under clusters");
  return null;
}
