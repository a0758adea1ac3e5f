import type { FleetProblem } from "./fleet";

/** `evenkeel.yaml:12: what is wrong`, and below it what is allowed. */
export function printFleetProblem(path: string, { line, message, hint }: FleetProblem): string {
  const place = line === null ? path : `${path}:${line}`;
  return hint === null ? `${place}: ${message}` : `${place}: ${message}\n    ${hint}`;
}
