import type { WorldEvent } from "@/lib/collect/testing/aws-endpoint";

export interface AwsEvents {
  readonly between: (fromMs: number, toMs: number) => WorldEvent[];
  /** Adds one that is of now, and returns what takes it back. */
  readonly tell: (event: Pick<WorldEvent, "SourceIdentifier" | "SourceType" | "Message">) => () => void;
}

/** As long as DescribeEvents keeps them. */
const KEPT_MS = 14 * 86_400_000;

export function createEvents(now: () => number = Date.now): AwsEvents {
  const events = new Set<WorldEvent>();
  return {
    between: (fromMs, toMs) =>
      [...events].filter(
        ({ Date: date }) => date.getTime() >= Math.max(fromMs, now() - KEPT_MS) && date.getTime() < toMs,
      ),
    tell: (event) => {
      const told = { ...event, Date: new Date(now()) };
      events.add(told);
      return () => void events.delete(told);
    },
  };
}
