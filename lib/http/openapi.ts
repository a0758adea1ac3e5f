import { z } from "zod";
import { problem } from "@/lib/contract/problem";
import { type Question, questions } from "@/lib/contract/questions";
import { VERSION } from "@/lib/contract/version";

type Json = Record<string, unknown>;

/** OpenAPI 3.1 of the whole API, generated from the contract: it cannot say what the code does not. */
export function describeApi(): Json {
  return {
    openapi: "3.1.0",
    info: {
      title: "Evenkeel",
      version: VERSION,
      description:
        "Connection health of Redis and Valkey fleets. Instants are ISO-8601 UTC, windows are [from, to).",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    paths: Object.fromEntries(
      questions.map((question) => [question.path, { get: describeQuestion(question) }]),
    ),
    components: { schemas: { Problem: jsonSchema(problem) } },
  };
}

function describeQuestion(question: Question): Json {
  const failures = Object.entries(question.failures).map(([status, description]) => [
    status,
    {
      description,
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    },
  ]);
  return {
    operationId: question.operationId,
    summary: question.summary,
    parameters: [...pathParameters(question.path), ...queryParameters(question.params)],
    responses: {
      200: {
        description: question.summary,
        content: { "application/json": { schema: jsonSchema(question.answer) } },
      },
      ...Object.fromEntries(failures),
      ...(question.answerAt503 && {
        503: {
          description: question.failures[503] ?? "",
          content: { "application/json": { schema: jsonSchema(question.answer) } },
        },
      }),
    },
  };
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => ({
    name: match[1],
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters(params: z.ZodObject): Json[] {
  const { properties } = jsonSchema(params, "input") as { properties?: Record<string, Json> };
  return Object.entries(properties ?? {}).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    required: false,
    ...(description !== undefined && { description }),
    schema,
  }));
}

/** Instants are Zod's ISO format; the document says `date-time` and leaves Zod's long pattern out. */
function jsonSchema(schema: z.ZodType, io: "input" | "output" = "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema: node }) => {
      if (node.format === "date-time") delete node.pattern;
    },
  }) as Json;
  return rest;
}
