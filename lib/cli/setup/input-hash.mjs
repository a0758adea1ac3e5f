import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, relative, sep } from "node:path";
import { inRepository, repositoryRoot } from "../paths.mjs";

/**
 * A hash over the names and contents of files; folders are walked. What is absent counts as absent.
 * @param {readonly string[]} paths inside the repository
 * @param {(path: string) => boolean} [counts] whether a file inside a folder is an input
 */
export function hashInputs(paths, counts = () => true) {
  const hash = createHash("sha256");
  for (const path of paths) hashPath(hash, inRepository(path), counts);
  return hash.digest("hex");
}

/**
 * @param {import("node:crypto").Hash} hash
 * @param {string} path
 * @param {(path: string) => boolean} counts
 */
function hashPath(hash, path, counts) {
  if (!existsSync(path)) return;
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) hashPath(hash, `${path}${sep}${name}`, counts);
    return;
  }
  const name = relative(repositoryRoot, path);
  if (!counts(name)) return;
  const content = readFileSync(path);
  hash.update(`${name}\0${content.length}\0`).update(content);
}

/**
 * Whether `stamp` says that these inputs were the last ones worked on.
 * @param {string} stamp file inside the repository
 * @param {string} hash
 */
export function isStamped(stamp, hash) {
  const path = inRepository(stamp);
  return existsSync(path) && readFileSync(path, "utf8") === hash;
}

/**
 * @param {string} stamp file inside the repository
 * @param {string} hash
 */
export function writeStamp(stamp, hash) {
  mkdirSync(dirname(inRepository(stamp)), { recursive: true });
  writeFileSync(inRepository(stamp), hash);
}
