import { join } from "node:path";
import { z } from "zod";
import { repositoryRoot, stackDir } from "@/e2e/stack";
import { type StartedScript, startScript } from "@/e2e/start-script";

const ready = z.object({ state: z.literal("ready"), fleetFile: z.string(), controlUrl: z.string() });

/** CloudWatch's points come one to three minutes late, which no spec has the time for. */
const AWS_LATENESS_SEC = "5-10";

export interface StartedLab extends Pick<StartedScript, "stop"> {
  readonly fleetFile: string;
  readonly controlUrl: string;
}

/** Starts the lab's fleet in a process of its own, on ports that nobody uses. */
export async function startLabProcess(): Promise<StartedLab> {
  const args = ["--dir", join(stackDir, "lab"), "--aws-lateness", AWS_LATENESS_SEC];
  const script = startScript(join(repositoryRoot, "lab/main.ts"), args, "tsx", { LAB_PORT: "0" });
  const told = new Promise<z.infer<typeof ready>>((resolve) => {
    script.onMessage((message) => {
      const parsed = ready.safeParse(message);
      if (parsed.success) resolve(parsed.data);
    });
  });
  const failed = script.exited.then((how) => {
    throw new Error(`the lab did not start (${how}):\n${script.output()}`);
  });
  const { fleetFile, controlUrl } = await Promise.race([told, failed]);
  failed.catch(() => undefined);
  return { fleetFile, controlUrl, stop: script.stop };
}
