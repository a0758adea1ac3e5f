import { posix } from "node:path";
import { LAYERS, type Layer, OUTSIDERS, PACKAGE_RULES, WITHOUT_NODE } from "./import-rules";
import type { SourceFile } from "./source-files";

/** Every way to name a module: import, export … from, import(), import type(), require(), vi.mock(). */
const SPECIFIER = /(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\(|\.mock\s*\()\s*["']([^"'\n]+)["']/g;

/** What is wrong with the imports of one file, a sentence each. */
export function findForbiddenImports(file: SourceFile): readonly string[] {
  const layer = layerOf(file.path);
  return [...file.text.matchAll(SPECIFIER)].flatMap(([, specifier = ""]) => {
    const complaint = complain(file.path, layer, specifier);
    return complaint === null ? [] : [`${file.path}: "${specifier}" ${complaint}`];
  });
}

export function layerOf(path: string): Layer | null {
  return LAYERS.find(({ folder }) => path.startsWith(`${folder}/`)) ?? null;
}

function complain(path: string, layer: Layer | null, specifier: string): string | null {
  const target = targetOf(path, specifier);
  if (target === null) return complainOfPackage(path, layer, specifier);
  if (layer === null) return null;
  if (OUTSIDERS.some((folder) => isInside(target, folder))) return "is for nobody to import";
  const wanted = LAYERS.find(({ folder }) => isInside(target, folder));
  if (wanted === undefined || wanted === layer || layer.mayImport.includes(wanted.folder)) return null;
  return `is in ${wanted.folder}; ${layer.folder} may import ${layer.mayImport.join(", ") || "nothing of ours"}`;
}

/** Path inside the repository, or null for a package. */
function targetOf(path: string, specifier: string): string | null {
  if (specifier.startsWith("@/")) return specifier.slice(2);
  return specifier.startsWith(".") ? posix.join(posix.dirname(path), specifier) : null;
}

function complainOfPackage(path: string, layer: Layer | null, specifier: string): string | null {
  if (layer === null) return null;
  const rule = PACKAGE_RULES.find(({ packages }) => packages.some((name) => isInside(specifier, name)));
  if (rule !== undefined && !rule.only.some((folder) => isInside(path, folder))) {
    return `is for ${rule.only.join(" and ")} only`;
  }
  const allowed = WITHOUT_NODE[layer.folder];
  const isTest = /\.test\.tsx?$/.test(path);
  if (!specifier.startsWith("node:") || allowed === undefined || isTest || allowed.includes(specifier))
    return null;
  return `is Node's; ${layer.folder} does without`;
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
