export interface YamlPart {
  readonly text: string;
  /** The number of its first line in the whole text. */
  readonly firstLine: number;
}

/** Splits a stream at the lines `---` and `...`, which cannot stand within a document. Parts without content are left out. */
export function splitYamlDocuments(text: string): readonly YamlPart[] {
  const parts: YamlPart[] = [];
  let lines: string[] = [];
  let firstLine = 1;
  const end = (nextLine: number): void => {
    if (lines.some((line) => /^\s*[^\s#%]/.test(line))) parts.push({ text: lines.join("\n"), firstLine });
    lines = [];
    firstLine = nextLine;
  };
  for (const [index, line] of text.split("\n").entries()) {
    if (!/^(---|\.\.\.)(\s|$)/.test(line)) {
      lines.push(line);
      continue;
    }
    end(index + 1);
    // What stands beside the marker belongs to the document that it begins.
    lines.push(`   ${line.slice(3)}`);
  }
  end(0);
  return parts;
}
