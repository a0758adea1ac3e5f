import type { z } from "zod";
import { ScenarioInputError } from "@/lab/scenarios/scenario";

/** The parameters as `schema` has them. Throws ScenarioInputError. */
export function readInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  throw new ScenarioInputError(
    parsed.error.issues.map((issue) => ({ field: issue.path.join(".") || "body", message: issue.message })),
  );
}
