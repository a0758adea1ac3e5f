import type { AppReport } from "@/lab/clients/messages";

/** The argument that the lab started this process with. */
export function readConfig(): unknown {
  return JSON.parse(process.argv[2] ?? "null");
}

export function report(message: AppReport): void {
  process.send?.(message);
}

/** The lab's end is ours, however it came. */
export function endWithLab(): void {
  if (!process.connected) process.exit(0);
  process.once("disconnect", () => process.exit(0));
  process.once("SIGTERM", () => process.exit(0));
}

/** A wait that differs by up to a third, so that processes do not fall into step. */
export function jitter(ms: number): number {
  return ms * (2 / 3 + Math.random() * (2 / 3));
}
