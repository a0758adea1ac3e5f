import type { Fleet, FleetProblem, FleetResult } from "../fleet";
import { parseFleet } from "../parse-fleet";

export const PEM = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n";

const FILES: Readonly<Record<string, string>> = {
  "/etc/evenkeel/ca.pem": PEM,
  "/etc/evenkeel/notes.txt": "no PEM here",
  "/etc/evenkeel/empty": "\n",
  "/run/secrets/redis": "from-a-file\n",
  "/run/secrets/aws": "s3cret-key\n",
  "/run/secrets/spaced": "s3cret key\n",
};
const VARIABLES = {
  ORDERS_PASSWORD: "s3cret-orders",
  EMPTY: "",
  PROXY_PASSWORD: "s3cret/proxy",
  AWS_ID: "AKIDEXAMPLE",
};

/** Parses a fleet file as if it were /etc/evenkeel/evenkeel.yaml on a machine with these files and variables. */
function parseText(text: string): FleetResult {
  return parseFleet(text, "/etc/evenkeel/evenkeel.yaml", {
    variables: VARIABLES,
    readFile: (path) => {
      const found = FILES[path];
      return found === undefined ? { failure: "no such file" } : { text: found };
    },
  });
}

export function fleetOf(text: string): Fleet {
  const result = parseText(text);
  if (result.state !== "ok") throw new Error(JSON.stringify(result));
  return result.fleet;
}

export function problemsOf(text: string): readonly FleetProblem[] {
  const result = parseText(text);
  return result.state === "invalid" ? result.problems : [];
}

/** `line: message | hint`, one a problem. */
export function printProblems(text: string): readonly string[] {
  return problemsOf(text).map(({ line, message, hint }) => `${line ?? "-"}: ${message} | ${hint ?? "-"}`);
}

/** The smallest fleet file; what follows it stands from line 4 on. */
export const ORDERS = "clusters:\n  - id: orders\n    nodes: [10.0.5.21:6379]\n";
