import {
  type Environment,
  EnvironmentError,
  readEnvironment,
  type Variables,
} from "@/lib/config/environment";
import { loadFleet } from "@/lib/config/load-fleet";
import { printFleetProblem } from "@/lib/config/print-fleet-problem";

/** What the commands ask before they start anything. Bundled to dist/preflight.mjs. */
export type Preflight =
  | { readonly state: "ready"; readonly environment: Environment; readonly fleetState: "ok" | "missing" }
  | { readonly state: "refused"; readonly lines: readonly string[] };

/** Checks the environment, then the fleet file. A missing fleet file is fine: the dashboard shows how to write one. */
export function checkStart(variables: Variables): Preflight {
  const environment = readOrExplain(variables);
  if (Array.isArray(environment)) return { state: "refused", lines: environment };
  const result = loadFleet(environment.fleetPath, variables);
  if (result.state === "invalid") {
    return {
      state: "refused",
      lines: result.problems.map((problem) => printFleetProblem(result.path, problem)),
    };
  }
  return { state: "ready", environment, fleetState: result.state };
}

function readOrExplain(variables: Variables): Environment | string[] {
  try {
    return readEnvironment(variables);
  } catch (error) {
    if (error instanceof EnvironmentError) return [...error.problems];
    throw error;
  }
}
