import { readFileSync, statSync } from "node:fs";
import { fleetVariables, type Variables } from "./environment";
import type { FleetProblem, FleetResult } from "./fleet";
import { parseFleet } from "./parse-fleet";

/** Far beyond any real fleet; keeps a wrong path (a log, a dump) from being parsed. */
const MAX_FILE_BYTES = 1024 * 1024;

/**
 * Reads and checks the fleet file. Never throws; reports all problems at once.
 * `onRead` is told every file that the result depends on (certificates and secret files too).
 */
export function loadFleet(
  path: string,
  variables: Variables = fleetVariables(),
  onRead: (path: string) => void = () => undefined,
): FleetResult {
  onRead(path);
  const read = readText(path);
  if (read.state === "missing") return { state: "missing", path };
  if (read.state === "failed") return { state: "invalid", path, problems: [read.problem] };
  return parseFleet(read.text, path, {
    variables,
    readFile: (name) => {
      onRead(name);
      const file = readText(name);
      if (file.state === "read") return { text: file.text };
      return { failure: file.state === "missing" ? "no such file" : file.problem.message };
    },
  });
}

type TextRead =
  | { readonly state: "read"; readonly text: string }
  | { readonly state: "missing" }
  | { readonly state: "failed"; readonly problem: FleetProblem };

function readText(path: string): TextRead {
  try {
    const { size } = statSync(path);
    if (size > MAX_FILE_BYTES)
      return failed(`the file has ${size} bytes`, `at most ${MAX_FILE_BYTES} are read`);
    return { state: "read", text: readFileSync(path, "utf8") };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    if (code === "ENOENT" || code === "ENOTDIR") return { state: "missing" };
    if (code === "EACCES" || code === "EPERM") return failed("the file may not be read by this user", null);
    if (code === "EISDIR") return failed("this is a folder", "name the file itself");
    return failed(`the file cannot be read (${code})`, null);
  }
}

function failed(message: string, hint: string | null): TextRead {
  return { state: "failed", problem: { line: null, message, hint } };
}
