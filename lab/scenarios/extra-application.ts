import { bundlePrograms } from "@/lab/bundle-programs";
import { startApp } from "@/lab/clients/start-app";
import { type LabWorld, ScenarioInputError, type ScenarioRun } from "@/lab/scenarios/scenario";

export interface ExtraApplication {
  readonly application: string;
  /** Its program, in the folder of the clients. */
  readonly program: `${string}.ts`;
  /** One process for each; each is started with its configuration. */
  readonly processes: readonly { readonly name: string; readonly config: { readonly application: string } }[];
  /** For the log. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Starts an application that only a scenario has; returns what ends it. */
export async function startExtraApplication(
  { world, record }: ScenarioRun,
  { application: subject, program, processes, detail }: ExtraApplication,
): Promise<() => Promise<void>> {
  const { supervisor } = world;
  const [script = ""] = bundlePrograms([`clients/${program}`], `${supervisor.dir}/programs`);
  const starts = await Promise.allSettled(
    processes.map(({ name, config }) => startApp(supervisor, script, config, name)),
  );
  const stop = async () => {
    await Promise.all(starts.map((start) => (start.status === "fulfilled" ? start.value.stop() : null)));
    record({ action: "application-stopped", subject });
  };
  const failed = starts.find((start) => start.status === "rejected");
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  record({ action: "application-started", subject, detail: { processes: processes.length, ...detail } });
  return stop;
}

/** An application runs once: two scenarios that both bring it do not go together. Throws ScenarioInputError. */
export function refuseWhileRunning({ supervisor }: LabWorld, application: string): void {
  const isRunning = supervisor.running().some(({ name }) => name.startsWith(application));
  if (!isRunning) return;
  const message = `${application} runs already, for another scenario; end that one first`;
  throw new ScenarioInputError([{ field: "body", message }]);
}
