import { z } from "zod";
import { aborted } from "@/lab/scenarios/aborted";
import { readInput } from "@/lab/scenarios/read-input";
import { type Scenario, ScenarioInputError } from "@/lab/scenarios/scenario";
import { undoing } from "@/lab/scenarios/undoing";
import type { AwsFault, FaultMatch } from "@/lib/collect/testing/aws-endpoint";

/** The calls that the dashboard makes of ElastiCache and CloudWatch. */
const OPERATIONS = [
  "DescribeReplicationGroups",
  "DescribeCacheClusters",
  "DescribeServerlessCaches",
  "DescribeEvents",
  "DescribeCacheParameters",
  "GetMetricData",
] as const;

const operation = z.enum(OPERATIONS);
const anyOperation = z.strictObject({ operation: operation.nullable().default(null) });
const oneOperation = z.strictObject({ operation: operation.default("DescribeEvents") });
const OPERATION_WORDS = OPERATIONS.join(", ");

export const awsThrottled = faultScenario({
  name: "aws-throttled",
  summary: "AWS answers that it is asked too often, until it is ended.",
  fault: "throttle",
  parameters: anyOperation,
  words: `which call: ${OPERATION_WORDS}; default null: all`,
});

export const awsDenied = faultScenario({
  name: "aws-denied",
  summary: "AWS denies a call for want of a permission, until it is ended.",
  fault: "deny",
  parameters: oneOperation,
  words: `which call: ${OPERATION_WORDS}; default "DescribeEvents"`,
});

export const awsHtml = faultScenario({
  name: "aws-html",
  summary:
    "In AWS's stead something answers with an HTML page, as a proxy on the way would, until it is ended.",
  fault: "html",
  parameters: anyOperation,
  words: `which call: ${OPERATION_WORDS}; default null: all`,
});

interface FaultScenario {
  readonly name: string;
  readonly summary: string;
  readonly fault: AwsFault;
  readonly parameters: z.ZodType<{ readonly operation: string | null }>;
  readonly words: string;
}

function faultScenario({ name, summary, fault, parameters, words }: FaultScenario): Scenario {
  return {
    name,
    summary,
    parameters: { operation: words },
    prepare: (input, { aws }) => {
      const { operation: wanted } = readInput(parameters, input);
      const match: FaultMatch = wanted === null ? {} : { operation: wanted };
      const subject = wanted ?? "every call";
      const other = aws.faults.get(subject);
      if (other !== undefined) {
        const message = `${other} has ${subject} already; end that one first`;
        throw new ScenarioInputError([{ field: "operation", message }]);
      }
      return (run) =>
        undoing(async (undo) => {
          const set = (now: AwsFault | "none") => {
            aws.endpoint.setFault(match, now);
            run.record({ action: "aws-fault", subject, detail: { fault: now } });
          };
          aws.faults.set(subject, name);
          undo(async () => {
            aws.faults.delete(subject);
            set("none");
          });
          set(fault);
          await aborted(run.signal);
        });
    },
  };
}
