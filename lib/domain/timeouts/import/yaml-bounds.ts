import { Composer, type Document, Lexer, LineCounter, Parser } from "yaml";

/** About 1 MB of ordinary YAML: some seconds on a busy core. */
const MAX_LEXEMES = 300_000;
/** Levels of the parser's stack; it takes about two for each level of the text. */
const MAX_DEPTH = 200;
/** Each costs the parser more than plain text does, and the worst files are made of them. */
const MAX_PROPERTIES = 10_000;
const MAX_ERRORS = 20;

export interface BoundedYaml {
  /** The first of the text; null: it is empty, or not YAML at all. */
  readonly document: Document.Parsed | null;
  readonly lines: LineCounter;
  /** Where reading stopped, and why; null: the text was read to its end. */
  readonly stop: { readonly line: number; readonly reason: string } | null;
}

/** Parses until the document, or what may be spent on it, ends. Never throws. */
export function parseWithinBounds(text: string): BoundedYaml {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  // Pretty errors would repeat the line, and with it a secret. Searching for keys written twice takes quadratic time.
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false });
  const documents: Document.Parsed[] = [];
  const stopAt = (offset: number, reason: string): BoundedYaml["stop"] => ({
    line: lines.linePos(offset).line,
    reason: `${reason}: what follows was not read`,
  });
  let stop: BoundedYaml["stop"] = null;
  try {
    const spent = new Spent();
    let offset = 0;
    for (const lexeme of new Lexer().lex(text)) {
      for (const token of parser.next(lexeme)) {
        if (token.type === "error") spent.errors++;
        documents.push(...composer.next(token));
      }
      const reason = spent.tooMuch(lexeme, parser.stack.length);
      offset += lexeme.length;
      if (reason === null) continue;
      stop = stopAt(offset, reason);
      break;
    }
    for (const token of parser.end()) documents.push(...composer.next(token));
    documents.push(...composer.end());
    const [document = null, another] = documents;
    if (another !== undefined && stop === null) stop = stopAt(another.range[0], "another document begins");
    return { document, lines, stop };
  } catch {
    return { document: null, lines, stop: { line: 1, reason: "this is not readable as YAML" } };
  }
}

class Spent {
  errors = 0;
  #lexemes = 0;
  #properties = 0;
  #isAfterQuote = false;

  /** Why no more may be read; null: it may. */
  tooMuch(lexeme: string, depth: number): string | null {
    this.#lexemes++;
    if (/^[&*!]/.test(lexeme)) this.#properties++;
    // Quoted text right after quoted text is an error that shows only when the document is put together.
    const isQuote = /^["']/.test(lexeme);
    if (isQuote && this.#isAfterQuote) this.errors++;
    this.#isAfterQuote = isQuote;
    if (this.#lexemes > MAX_LEXEMES) return "the text is too long";
    if (depth > MAX_DEPTH) return "it is nested too deep";
    if (this.#properties > MAX_PROPERTIES) return "it has too many anchors, aliases and tags";
    return this.errors > MAX_ERRORS ? "it is not valid YAML" : null;
  }
}
