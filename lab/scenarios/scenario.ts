import type { LabAws } from "@/lab/aws/start-aws";
import type { Catalog } from "@/lab/catalog";
import type { Feed } from "@/lab/feed";
import type { Orders } from "@/lab/orders";
import type { Supervisor } from "@/lab/processes";
import type { NewTruth } from "@/lab/truth";

/** What scenarios act upon. */
export interface LabWorld {
  readonly orders: Orders;
  readonly catalog: Catalog;
  readonly feed: Feed;
  readonly aws: LabAws;
  /** For what a scenario starts besides. */
  readonly supervisor: Supervisor;
  /** Writes the fleet file anew, as the world is now. */
  readonly declareFleet: () => void;
}

export interface ScenarioRun {
  readonly world: LabWorld;
  /** Logs what was done, at the moment it is done, under the scenario's name. */
  readonly record: (entry: Omit<NewTruth, "scenario">) => void;
  /** Aborted when somebody ends the scenario: undo what was done, then return. */
  readonly signal: AbortSignal;
}

export interface Scenario {
  readonly name: string;
  /** One sentence for the list: what it does to the fleet. */
  readonly summary: string;
  /** Parameters and what they mean, for the list. */
  readonly parameters: Readonly<Record<string, string>>;
  /**
   * Checks the parameters and returns what to run. Throws ScenarioInputError when they make no sense.
   * What it returns lasts as long as the scenario does.
   */
  readonly prepare: (input: unknown, world: LabWorld) => (run: ScenarioRun) => Promise<void>;
}

/** The parameters make no sense; `errors` names each bad field. */
export class ScenarioInputError extends Error {
  override readonly name = "ScenarioInputError";
  constructor(readonly errors: readonly { readonly field: string; readonly message: string }[]) {
    super(errors.map(({ field, message }) => `${field}: ${message}`).join("; "));
  }
}
