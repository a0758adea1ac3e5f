import { createHash } from "node:crypto";
import { dirname, resolve } from "node:path";
import type { Variables } from "./environment";
import type { FleetDocument, Place } from "./fleet-document";

export interface Outside {
  /** Null: no secret is read, neither from a variable nor from a file; each has a stand-in, unlike all others. */
  readonly variables: Variables | null;
  /** Text of a file, or why it cannot be had. `mostBytes`: in place of the limit of the fleet file itself. */
  readonly readFile: (
    path: string,
    mostBytes?: number,
  ) => { readonly text: string } | { readonly failure: string };
}

const SECRET_HINT = "${NAME} for an environment variable, or file:PATH";

/** A secret: `${NAME}` or `file:PATH` (relative to the fleet file), never written out. Messages never hold its value. */
export function readSecret(
  document: FleetDocument,
  place: Place,
  fleetPath: string,
  outside: Outside,
): string | null {
  const text = document.text(place, SECRET_HINT);
  if (text === null) return null;
  const variable = /^\$\{([^}]*)\}$/.exec(text)?.[1];
  if (variable !== undefined) return readVariable(document, place, variable, outside);
  if (text.startsWith("file:"))
    return readNamedFile(document, place, text.slice("file:".length), fleetPath, outside);
  document.reportAt(place, "the secret is written in the fleet file", SECRET_HINT);
  return null;
}

/** Text that may be written out or come from `${NAME}` or `file:PATH`, e.g. a user name. */
export function readOpenOrSecret(
  document: FleetDocument,
  place: Place,
  fleetPath: string,
  outside: Outside,
): string | null {
  const text = document.text(place, "text, ${NAME} or file:PATH");
  if (text === null) return null;
  return /^(\$\{|file:)/.test(text) ? readSecret(document, place, fleetPath, outside) : text;
}

/** PEM text from a file named plainly or by `file:PATH`, or from `${NAME}`. */
export function readPem(
  document: FleetDocument,
  place: Place,
  fleetPath: string,
  outside: Outside,
): string | null {
  const hint = "the path of a PEM file, or ${NAME} for an environment variable with its text";
  const text = document.text(place, hint);
  if (text === null) return null;
  if (text.startsWith("-----BEGIN")) {
    document.reportAt(place, "the PEM text is written in the fleet file", hint);
    return null;
  }
  const variable = /^\$\{([^}]*)\}$/.exec(text)?.[1];
  const pem =
    variable === undefined
      ? readNamedFile(document, place, text.replace(/^file:/, ""), fleetPath, outside)
      : readVariable(document, place, variable, outside);
  if (pem === null || outside.variables === null || pem.includes("-----BEGIN")) return pem;
  document.reportAt(place, "holds no PEM block", `a text with a line -----BEGIN …-----`);
  return null;
}

/**
 * Text with `${NAME}` anywhere in it, each value percent-encoded: for URLs. `file:PATH` and a lone `${NAME}` hold the whole.
 * Null, after a report, where a value cannot be had.
 */
export function readWithVariables(
  document: FleetDocument,
  place: Place,
  text: string,
  fleetPath: string,
  outside: Outside,
): string | null {
  if (/^\$\{[^}]*\}$|^file:/.test(text)) {
    const whole = readSecret(document, place, fleetPath, outside);
    return outside.variables === null && whole !== null ? `http://${whole}/` : whole;
  }
  let complete = true;
  const filled = text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    const value = readVariable(document, place, name, outside);
    complete &&= value !== null;
    return encodeURIComponent(value ?? "");
  });
  return complete ? filled : null;
}

function readVariable(document: FleetDocument, place: Place, name: string, outside: Outside): string | null {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    document.reportAt(place, "this is not the name of an environment variable", SECRET_HINT);
    return null;
  }
  if (outside.variables === null) return standInFor(name);
  const value = outside.variables[name];
  if (value !== undefined && value !== "") return value;
  const state = value === undefined ? "not set" : "empty";
  document.reportAt(
    place,
    `environment variable ${name} is ${state}`,
    "set it before starting, or use file:PATH",
  );
  return null;
}

function readNamedFile(
  document: FleetDocument,
  place: Place,
  name: string,
  fleetPath: string,
  outside: Outside,
): string | null {
  if (outside.variables === null) return standInFor(name);
  const path = resolve(dirname(fleetPath), name.trim());
  const read = outside.readFile(path);
  if ("failure" in read) {
    document.reportAt(place, `${path}: ${read.failure}`, "paths are relative to the fleet file");
    return null;
  }
  // Editors and `echo` end a file with a newline, which is never part of the secret.
  const value = read.text.replace(/[\r\n]+$/, "");
  if (value !== "") return value;
  document.reportAt(place, `${path}: the file is empty`, null);
  return null;
}

/** Passes for a password, a user, a key or a host. Two secrets never look like the same one. */
function standInFor(name: string): string {
  return `stand-in-${createHash("sha256").update(name.trim()).digest("hex").slice(0, 16)}`;
}
