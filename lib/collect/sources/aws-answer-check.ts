/** What an answer must look like before the SDK may read it: it takes any XML, and an empty body, for an empty list. */
export interface ReceivedAnswer {
  readonly operation: string;
  readonly wire: "query" | "json";
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

export type Oddity = "html" | "empty" | "other";

/** Null: it is in the form of AWS. */
export function oddityOf({ operation, wire, status, contentType, text }: ReceivedAnswer): Oddity | null {
  const start = text.slice(0, 500).trimStart();
  if (start === "") return "empty";
  if (/^(<!--[^>]*-->\s*)?<(!doctype )?html/i.test(start) || /\bhtml\b/i.test(contentType)) return "html";
  if (wire === "json") return isJsonObject(text) ? null : "other";
  if (!start.startsWith("<")) return "other";
  const wanted = status < 300 ? `${operation}Result` : "Code";
  return new RegExp(`<${wanted}[\\s/>]`).test(text) ? null : "other";
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
