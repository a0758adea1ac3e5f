import type { LabWorld, Scenario } from "@/lab/scenarios/scenario";
import type { Truth } from "@/lab/truth";

export type ScenarioState =
  | { readonly state: "idle" }
  | { readonly state: "running"; readonly since: string }
  | { readonly state: "done"; readonly since: string; readonly until: string }
  | { readonly state: "failed"; readonly since: string; readonly until: string; readonly reason: string };

export interface ScenarioRunner {
  readonly known: readonly Scenario[];
  readonly stateOf: (scenario: Scenario) => ScenarioState;
  /** False when it runs already. Throws ScenarioInputError. */
  readonly start: (scenario: Scenario, input: unknown) => boolean;
  /** Returns when what it did is undone; at once when it does not run. */
  readonly end: (scenario: Scenario) => Promise<void>;
  readonly endAll: () => Promise<void>;
}

interface Run {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** Runs scenarios side by side, each at most once at a time. */
export function createScenarioRunner(
  known: readonly Scenario[],
  world: LabWorld,
  truth: Truth,
): ScenarioRunner {
  const states = new Map<Scenario, ScenarioState>();
  const runs = new Map<Scenario, Run>();

  function start(scenario: Scenario, input: unknown): boolean {
    if (runs.has(scenario)) return false;
    const perform = scenario.prepare(input, world);
    const abort = new AbortController();
    const since = new Date().toISOString();
    const record: Truth["record"] = (entry) => truth.record({ ...entry, scenario: scenario.name });
    states.set(scenario, { state: "running", since });
    record({ action: "scenario-started", subject: scenario.name, detail: { input: input ?? {} } });
    const settle = (reason: string | null) => {
      runs.delete(scenario);
      const until = new Date().toISOString();
      states.set(
        scenario,
        reason === null ? { state: "done", since, until } : { state: "failed", since, until, reason },
      );
      const detail = reason === null ? {} : { reason };
      record({
        action: reason === null ? "scenario-ended" : "scenario-failed",
        subject: scenario.name,
        detail,
      });
    };
    const ended = perform({ world, record, signal: abort.signal }).then(
      () => settle(null),
      (error: unknown) => settle(error instanceof Error ? error.message : String(error)),
    );
    runs.set(scenario, { abort, ended });
    return true;
  }

  async function end(scenario: Scenario): Promise<void> {
    const run = runs.get(scenario);
    run?.abort.abort();
    await run?.ended;
  }

  return {
    known,
    stateOf: (scenario) => states.get(scenario) ?? { state: "idle" },
    start,
    end,
    endAll: async () => {
      await Promise.all(known.map(end));
    },
  };
}
