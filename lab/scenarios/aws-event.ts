import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { GROUP, nodeIdOf } from "@/lab/aws/orders-group";
import { aborted } from "@/lab/scenarios/aborted";
import { readInput } from "@/lab/scenarios/read-input";
import type { Scenario } from "@/lab/scenarios/scenario";
import { undoing } from "@/lab/scenarios/undoing";

/** What AWS says of a test of failover, in its order. */
const TEST_FAILOVER = [
  "Test Failover API called for node group 0001",
  `Failover from primary node ${nodeIdOf(0)} to replica node ${nodeIdOf(1)} completed`,
  "Recovering cache nodes 0001",
  "Finished recovery for cache nodes 0001",
];
const SOURCES = [GROUP, nodeIdOf(0), nodeIdOf(1), nodeIdOf(2)] as const;

const message = z.string().min(1).max(1_000);
const parameters = z.strictObject({
  message: z.union([message, z.array(message).min(1).max(100)]).default(TEST_FAILOVER),
  source: z.enum(SOURCES).default(GROUP),
  everyMs: z.number().int().min(0).max(600_000).default(5_000),
});

/** Words alone: nothing happens to the servers. */
export const awsEvent: Scenario = {
  name: "aws-event",
  summary:
    "DescribeEvents tells of things that did not happen to orders, until it is ended; then they are gone from it.",
  parameters: {
    message: "one or a list, told one after the other; default: those of a test of failover",
    source: `whose: ${SOURCES.join(", ")}; default "${GROUP}"`,
    everyMs: "ms from one to the next, default 5000",
  },
  prepare: (input, { aws }) => {
    const { message: given, source, everyMs } = readInput(parameters, input);
    const messages = typeof given === "string" ? [given] : given;
    return ({ record, signal }) =>
      undoing(async (undo) => {
        for (const [index, text] of messages.entries()) {
          if (index > 0) await delay(everyMs, undefined, { signal }).catch(() => undefined);
          if (signal.aborted) break;
          const takeBack = aws.tellEvent(source, text);
          undo(async () => {
            takeBack();
            record({ action: "aws-event-withdrawn", subject: source, detail: { message: text } });
          });
          record({ action: "aws-event-told", subject: source, detail: { message: text } });
        }
        await aborted(signal);
      });
  },
};
