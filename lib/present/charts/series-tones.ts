/** Hues of the palette, `--chart-1` to `--chart-10` in the style sheet. */
export const SERIES_TONES = 10;

/** Place in the palette, the strong hue of a verdict's subject, or one of the greys for what is no single subject. */
export type SeriesTone = number | "subject" | "direct" | "other" | "rest";

/**
 * Gives each name a tone of its own and keeps the ones given before, so that a subject has one colour on all charts
 * of a page and keeps it when others come and go. The same names in any order get the same tones.
 */
export function assignSeriesTones(
  names: readonly string[],
  before: ReadonlyMap<string, number> = new Map(),
): Map<string, number> {
  const wanted = [...new Set(names)].sort(compareNatural);
  const tones = new Map<string, number>();
  for (const name of wanted) {
    const kept = before.get(name);
    if (kept !== undefined) tones.set(name, kept);
  }
  const uses = Array.from({ length: SERIES_TONES }, () => 0);
  for (const tone of tones.values()) uses[tone] = (uses[tone] ?? 0) + 1;
  for (const name of wanted) {
    if (tones.has(name)) continue;
    const tone = uses.indexOf(Math.min(...uses));
    uses[tone] = (uses[tone] ?? 0) + 1;
    tones.set(name, tone);
  }
  return tones;
}

/** The colour of a tone, as CSS. */
export function colourOf(tone: SeriesTone): string {
  if (typeof tone === "number") return `var(--chart-${tone + 1})`;
  if (tone === "subject") return "var(--chart-subject)";
  return tone === "direct" ? "var(--chart-ink)" : "var(--chart-rest)";
}

/** The same for small text: nearer to the ink, so that it reads (4.5 : 1 and more) on light and on dark. */
export function textColourOf(tone: SeriesTone): string {
  if (tone === "subject") return `color-mix(in srgb, ${colourOf(tone)} 80%, var(--ink))`;
  if (typeof tone === "number") return `color-mix(in srgb, ${colourOf(tone)} 68%, var(--ink))`;
  return tone === "direct" ? "var(--chart-ink)" : "var(--muted)";
}

const natural = new Intl.Collator("en", { numeric: true });

/** proxy-2 before proxy-10; equal for the collator but different is decided by code units. */
export function compareNatural(a: string, b: string): number {
  return natural.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
