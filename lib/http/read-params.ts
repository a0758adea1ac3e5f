import type { z } from "zod";
import type { FieldError } from "@/lib/contract/problem";

export type ParamsResult<Params> =
  | { readonly state: "read"; readonly params: Params }
  | { readonly state: "refused"; readonly errors: readonly FieldError[] };

/** The query string read by a question's schema. Each error names the parameter; unknown ones are errors too. */
export function readParams<Schema extends z.ZodType>(
  search: URLSearchParams,
  schema: Schema,
): ParamsResult<z.output<Schema>> {
  const repeated = [...new Set(search.keys())].filter((name) => search.getAll(name).length > 1);
  if (repeated.length > 0) {
    return {
      state: "refused",
      errors: repeated.map((field) => ({ field, message: "is given more than once" })),
    };
  }
  const result = schema.safeParse(Object.fromEntries(search));
  if (result.success) return { state: "read", params: result.data };
  return { state: "refused", errors: result.error.issues.flatMap(errorsOf) };
}

function errorsOf(issue: z.core.$ZodIssue): FieldError[] {
  const field = issue.path.map(String).join(".");
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({ field: key, message: "is not a parameter of this question" }));
    case "invalid_value":
      return [{ field, message: `must be one of ${issue.values.map(String).join(", ")}` }];
    case "too_big":
      return [
        { field, message: issue.origin === "string" ? `is longer than ${issue.maximum}` : issue.message },
      ];
    case "too_small":
      return [{ field, message: issue.origin === "string" ? "is empty" : issue.message }];
    default:
      return [{ field, message: issue.message }];
  }
}
