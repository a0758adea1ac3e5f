import type { Wire } from "./refusal";
import type { RawRequest } from "./signature";

/** What a request asks for, before anything of it is checked. */
export interface Asked {
  readonly wire: Wire;
  /** "DescribeEvents"; empty: it does not say. */
  readonly operation: string;
  /** Of Query. */
  readonly parameters: URLSearchParams;
  /** Of JSON; null: it is none. */
  readonly json: unknown;
}

const TARGET = /^GraniteServiceVersion20100801\.(\w+)$/;

export function readOperation({ headers, body }: RawRequest): Asked {
  const target = headers["x-amz-target"];
  if (typeof target === "string")
    return {
      wire: "json",
      operation: TARGET.exec(target)?.[1] ?? "",
      parameters: new URLSearchParams(),
      json: parseJson(body),
    };
  const parameters = new URLSearchParams(body.toString());
  return { wire: "query", operation: parameters.get("Action") ?? "", parameters, json: null };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}
