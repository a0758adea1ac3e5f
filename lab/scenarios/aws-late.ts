import { z } from "zod";
import { aborted } from "@/lab/scenarios/aborted";
import { readInput } from "@/lab/scenarios/read-input";
import type { Scenario } from "@/lab/scenarios/scenario";
import { undoing } from "@/lab/scenarios/undoing";

const parameters = z.strictObject({ delayMs: z.number().int().min(1).max(86_400_000).default(600_000) });

export const awsLate: Scenario = {
  name: "aws-late",
  summary:
    "CloudWatch tells new points later than it does anyway, until it is ended; then all of them at once.",
  parameters: { delayMs: "ms, on top of the usual; default 600000" },
  prepare: (input, { aws }) => {
    const { delayMs } = readInput(parameters, input);
    return ({ record, signal }) =>
      undoing(async (undo) => {
        const takeBack = aws.delayPoints(delayMs);
        undo(async () => {
          takeBack();
          record({ action: "aws-points-delayed", subject: "CloudWatch", detail: { delayMs: 0 } });
        });
        record({ action: "aws-points-delayed", subject: "CloudWatch", detail: { delayMs } });
        await aborted(signal);
      });
  },
};
