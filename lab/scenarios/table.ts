import { fifoControl } from "@/lab/scenarios/fifo-control";
import { proxyRestart } from "@/lab/scenarios/proxy-restart";
import type { Scenario } from "@/lab/scenarios/scenario";

/** Every scenario that the lab knows, in the order in which they are listed. */
export const scenarios: readonly Scenario[] = [proxyRestart, fifoControl];
