import { type Alias, type Document, LineCounter, type ParsedNode, parseDocument, visit } from "yaml";
import type { FleetProblem } from "./fleet";

/** Stand in for the braces of `${NAME}`, which YAML reads as a map inside { }: same length, so places stay true. */
const OPEN = "\uE000";
const CLOSE = "\uE001";

const TOO_DEEP = { message: "this is not readable as YAML", hint: "it may be nested too deep" };

export interface FleetYaml {
  readonly document: Document.Parsed | null;
  readonly lines: LineCounter;
  /** The node that an alias stands for; null when there is none. */
  readonly targetOf: (alias: Alias.Parsed) => ParsedNode | null;
  /** The first error of syntax. What follows the first is mostly the parser's own confusion. */
  readonly problem: FleetProblem | null;
}

/** YAML text → syntax tree. Never throws. Aliases are left for the reader, which bounds them. */
export function parseYaml(text: string): FleetYaml {
  const lines = new LineCounter();
  try {
    // prettyErrors would print the line itself, and with it a secret; duplicate keys are found by the reader, in linear time.
    const document = parseDocument(hideBraces(text), {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
    });
    const [error] = document.errors;
    if (error === undefined) {
      const targetOf = anchorsOf(document);
      return { document, lines, targetOf, problem: findDanglingAlias(document, lines, targetOf) };
    }
    const problem = { line: lines.linePos(error.pos[0]).line, ...explain(error.code, error.message) };
    return { document: null, lines, targetOf: () => null, problem };
  } catch {
    return { document: null, lines, targetOf: () => null, problem: { line: null, ...TOO_DEEP } };
  }
}

/** An alias means the last anchor of its name before it. Found in one pass: asking the document walks it each time. */
function anchorsOf(document: Document.Parsed): FleetYaml["targetOf"] {
  const anchors = new Map<string, ParsedNode[]>();
  visit(document, {
    Node: (_, node) => {
      if (!("anchor" in node) || node.anchor === undefined) return;
      const same = anchors.get(node.anchor);
      if (same === undefined) anchors.set(node.anchor, [node as ParsedNode]);
      else same.push(node as ParsedNode);
    },
  });
  return ({ source, range }) => anchors.get(source)?.findLast((node) => node.range[0] < range[0]) ?? null;
}

function findDanglingAlias(
  document: Document.Parsed,
  lines: LineCounter,
  targetOf: FleetYaml["targetOf"],
): FleetProblem | null {
  let line: number | null = null;
  visit(document, {
    Alias: (_, alias) => {
      const parsed = alias as Alias.Parsed;
      if (targetOf(parsed) !== null) return undefined;
      line = lines.linePos(parsed.range[0]).line;
      return visit.BREAK;
    },
  });
  if (line === null) return null;
  // The name stays out of the message: a password may begin with *.
  return {
    line,
    message: "*name is used, but no &name is set before it",
    hint: "quote text that begins with *",
  };
}

function hideBraces(text: string): string {
  return text.replace(/\$\{([^{}\n]*)\}/g, (_, name: string) => `$${OPEN}${name}${CLOSE}`);
}

export function showBraces(text: string): string {
  return text.replaceAll(OPEN, "{").replaceAll(CLOSE, "}");
}

function explain(code: string, message: string): { message: string; hint: string | null } {
  switch (code) {
    case "TAB_AS_INDENT":
      return { message: "a tab is used for indentation", hint: "indent with spaces" };
    case "MULTIPLE_DOCS":
      return { message: "a second document begins here", hint: "leave out the line ---" };
    case "BAD_SCALAR_START":
      return { message: "text may not begin with this character", hint: "put the text in quotes" };
    default: {
      if (message.startsWith("Missing closing"))
        return { message: "a quote is opened and not closed", hint: null };
      // What stands in the file is cut off: it may be a secret.
      const [reason = ""] = message.split(/: |["'`]/);
      return { message: `not valid YAML: ${lowerFirst(reason.trim())}`, hint: null };
    }
  }
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
