import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { fleetVariables, type Variables } from "./environment";
import type { FleetProblem, FleetResult } from "./fleet";
import { parseFleet } from "./parse-fleet";

/** Far beyond any real fleet; keeps a wrong path (a log, a dump) from being parsed. */
const MAX_FILE_BYTES = 1024 * 1024;

/**
 * Reads and checks the fleet file. Never throws; reports all problems at once.
 * `variables` are those for secrets; null: no secret is read. `onRead` is told every file that the result depends on
 * (certificates, secrets and imported files too).
 */
export function loadFleet(
  path: string,
  variables: Variables | null = fleetVariables(),
  onRead: (path: string) => void = () => undefined,
): FleetResult {
  onRead(path);
  const read = readText(path, MAX_FILE_BYTES);
  if (read.state === "missing") return { state: "missing", path };
  if (read.state === "failed") return { state: "invalid", path, problems: [read.problem] };
  return parseFleet(read.text, path, {
    variables,
    readFile: (name, mostBytes = MAX_FILE_BYTES) => {
      onRead(name);
      const file = readText(name, mostBytes);
      if (file.state === "read") return { text: file.text };
      return { failure: file.state === "missing" ? "no such file" : file.problem.message };
    },
  });
}

type TextRead =
  | { readonly state: "read"; readonly text: string }
  | { readonly state: "missing" }
  | { readonly state: "failed"; readonly problem: FleetProblem };

function readText(path: string, mostBytes: number): TextRead {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) return failed("this is a folder", "name the file itself");
    // A pipe or a device may never end, or keep us waiting for its first byte.
    if (!stat.isFile()) return failed("this is no plain file", "name a file");
    if (stat.size > mostBytes)
      return failed(`the file has ${stat.size} bytes`, `at most ${mostBytes} are read`);
    return { state: "read", text: readBounded(path, mostBytes) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    if (code === "ENOENT" || code === "ENOTDIR") return { state: "missing" };
    if (code === "EACCES" || code === "EPERM") return failed("the file may not be read by this user", null);
    return failed(`the file cannot be read (${code})`, null);
  }
}

function failed(message: string, hint: string | null): TextRead {
  return { state: "failed", problem: { line: null, message, hint } };
}

/** What the file has when it is opened: one that grows meanwhile is read no further. */
function readBounded(path: string, mostBytes: number): string {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(Math.min(fstatSync(file).size, mostBytes));
    let length = 0;
    while (length < buffer.length) {
      const read = readSync(file, buffer, length, buffer.length - length, length);
      if (read === 0) break;
      length += read;
    }
    return buffer.toString("utf8", 0, length);
  } finally {
    closeSync(file);
  }
}
