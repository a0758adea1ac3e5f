export type HaproxyWords =
  | { readonly state: "ok"; readonly words: readonly string[] }
  | { readonly state: "unreadable"; readonly reason: string };

/** HAProxy refuses longer lines with its default buffers; what is in them is no time-out. */
const MAX_LINE = 16_384;
const PLAIN = /[^\s\\"'#]+/y;

/**
 * The words of one line: `#` begins a comment, quotes and backslashes as in a shell
 * (https://docs.haproxy.org/2.6/configuration.html#2.2). Within double quotes `$NAME` stays as it is: the environment is
 * not known. Lines are not continued: HAProxy takes a backslash at the end for a word.
 */
export function haproxyWords(line: string): HaproxyWords {
  if (line.length > MAX_LINE) return { state: "unreadable", reason: "the line is longer than 16 KB" };
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < line.length; ) {
    PLAIN.lastIndex = at;
    const [plain = ""] = PLAIN.exec(line) ?? [];
    if (plain !== "") {
      word = (word ?? "") + plain;
      at += plain.length;
      continue;
    }
    const character = line.charAt(at);
    if (character === "#") break;
    if (character === '"' || character === "'") {
      const end = closingQuote(line, at);
      if (end === -1) return { state: "unreadable", reason: "a quote is opened and not closed" };
      const inside = line.slice(at + 1, end);
      word = (word ?? "") + (character === "'" ? inside : inside.replace(/\\(["\\$# ])/g, "$1"));
      at = end + 1;
    } else if (character === "\\") {
      word = (word ?? "") + (line[at + 1] ?? "\\");
      at += 2;
    } else {
      if (word !== null) words.push(word);
      word = null;
      at++;
    }
  }
  if (word !== null) words.push(word);
  return { state: "ok", words };
}

function closingQuote(line: string, start: number): number {
  const quote = line.charAt(start);
  for (let at = start + 1; at < line.length; at++) {
    if (quote === '"' && line[at] === "\\") at++;
    else if (line[at] === quote) return at;
  }
  return -1;
}
