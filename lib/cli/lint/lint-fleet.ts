import { dirname, isAbsolute, join, relative } from "node:path";
import type { ImportedFile } from "@/lib/config/declared-timeouts";
import type { ClusterConfig, FleetResult } from "@/lib/config/fleet";
import { settingsOfDeclared } from "@/lib/domain/timeouts/declared";
import { evaluateRules } from "@/lib/domain/timeouts/evaluate";
import { importText } from "@/lib/domain/timeouts/import/recognise";
import type { RuleFinding, Setting } from "@/lib/domain/timeouts/model";
import { assembleStack, type StackShape } from "@/lib/domain/timeouts/stack";
import type { ClusterLint, LintedImport, LintReport } from "./report";

/** Puts each cluster's stack together and applies the rules. `folder`: paths in it are shown relative to it. */
export function lintFleet(result: FleetResult, folder: string): LintReport {
  switch (result.state) {
    case "missing":
      return {
        state: "unreadable",
        fleetFile: shownPath(result.path, folder),
        problems: [{ line: null, message: "no such file", hint: "evenkeel lint FILE, or EVENKEEL_CONFIG" }],
      };
    case "invalid":
      return {
        state: "unreadable",
        fleetFile: shownPath(result.path, folder),
        problems: result.problems,
      };
    case "ok": {
      const fleetFile = shownPath(result.fleet.path, folder);
      return {
        state: "linted",
        fleetFile,
        clusters: result.fleet.clusters.map((cluster) => lintCluster(cluster, fleetFile)),
        hasDiscovered: result.fleet.elasticacheDiscovery.length > 0,
      };
    }
  }
}

function lintCluster(cluster: ClusterConfig, fleetFile: string): ClusterLint {
  const read = cluster.timeouts.imports.map((file) => readImport(file, fleetFile));
  const declared = settingsOfDeclared(cluster.timeouts.settings, fleetFile, null);
  const settings = [...read.flatMap((file) => file.settings), ...declared];
  const stack = assembleStack(settings, shapeOf(cluster));
  return {
    id: cluster.id,
    name: cluster.name,
    line: cluster.line,
    imports: read.map(({ linted }) => linted),
    findings: evaluateRules(stack).toSorted((left, right) => rankOf(left) - rankOf(right)),
    unmatched: [...new Set(stack.unmatched.flatMap(({ subject }) => subject ?? []))],
  };
}

function readImport(
  file: ImportedFile,
  fleetFile: string,
): { readonly linted: LintedImport; readonly settings: readonly Setting[] } {
  const path = isAbsolute(file.path) ? file.path : join(dirname(fleetFile), file.path);
  const nothing = { path, line: file.line, format: null, settingCount: 0 };
  if ("failure" in file) return { linted: { ...nothing, failure: file.failure, rejects: [] }, settings: [] };
  const { format, settings, rejects } = importText(file.text, { name: path, readAtMs: null });
  if (settings.length > 0)
    return {
      linted: { path, line: file.line, format, settingCount: settings.length, failure: null, rejects },
      settings,
    };
  const [first, ...rest] = rejects;
  const failure = first === undefined ? "nothing in it is a setting" : first.reason;
  return { linted: { ...nothing, failure, rejects: rest }, settings: [] };
}

function shapeOf(cluster: ClusterConfig): StackShape {
  const declaredOf = (group: string, key: string): string | null => {
    const found = cluster.timeouts.settings.find((setting) => setting.group === group && setting.key === key);
    return found?.value.kind === "word" ? found.value.word : null;
  };
  return {
    groups: cluster.groups.map(({ name, library }) => ({
      name,
      library,
      libraryVersion: declaredOf(name, "library.version"),
    })),
    proxies: [
      ...cluster.proxies.map(({ name }) => name),
      ...cluster.proxyDiscovery.map(({ dns }) => `proxies of ${dns}`),
    ],
    hasUncountedProxies: cluster.proxyDiscovery.length > 0,
    kind: cluster.elasticache === null ? "self-managed" : "elasticache",
  };
}

function rankOf({ state, severity }: RuleFinding): number {
  switch (state) {
    case "broken":
      return ["critical", "warning", "notice"].indexOf(severity);
    case "not-evaluated":
      return 3;
    case "holds":
      return 4;
  }
}

function shownPath(path: string, folder: string): string {
  const inside = relative(folder, path);
  return inside === "" || inside.startsWith("..") || isAbsolute(inside) ? path : inside;
}
