/**
 * Width of a text in Geist Sans, estimated from classes of letters: a drawing must know its label column before
 * the browser has laid out anything. Errs on the wide side by a few per cent.
 */
export function estimateTextPx(text: string, fontPx: number): number {
  let em = 0;
  for (const letter of text) em += emOf(letter);
  return em * fontPx;
}

function emOf(letter: string): number {
  if ("iljI.,:;'|![]()/ ".includes(letter)) return 0.3;
  if ("ftr-".includes(letter)) return 0.42;
  if ("mwMW@%".includes(letter)) return 0.88;
  if (letter >= "A" && letter <= "Z") return 0.68;
  if (letter >= "0" && letter <= "9") return 0.6;
  return letter > "\u2e80" ? 1 : 0.57;
}

/** Cuts the middle out of a text that is too wide: the ends of host names and pod names tell them apart. */
export function fitText(text: string, maxPx: number, fontPx: number): string {
  if (estimateTextPx(text, fontPx) <= maxPx) return text;
  const letters = [...text];
  for (let keep = letters.length - 1; keep > 2; keep--) {
    const head = Math.ceil(keep / 2);
    const cut = `${letters.slice(0, head).join("")}…${letters.slice(letters.length - (keep - head)).join("")}`;
    if (estimateTextPx(cut, fontPx) <= maxPx) return cut;
  }
  return `${letters[0] ?? ""}…`;
}
