import { estimateTextPx, fitText } from "./text-width";

/** A line of text in a copied picture; colours are tokens of the style sheet. */
export interface PictureText {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly sizePx: number;
  readonly colour: string;
  readonly weight?: number;
}

export interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly chartX: number;
  readonly chartY: number;
  readonly texts: readonly PictureText[];
}

const MARGIN_PX = 16;
const HEAD_PX = 40;
const FOOT_PX = 28;
const LINE_PX = 18;

/** A copied chart stands alone: title and unit above it, labels that stood under it, and where it comes from. */
export function layoutPicture(input: {
  chartPx: { width: number; height: number };
  caption: { title: string; unit: string; source: string };
  below: readonly { text: string; colour: string }[];
}): Picture {
  const { caption, chartPx } = input;
  const widthPx = chartPx.width + 2 * MARGIN_PX;
  const inner = chartPx.width;
  const title = fitText(caption.title, inner, 14);
  const titlePx = estimateTextPx(title, 14);
  const lines = wrapLabels(input.below, inner);
  const labelsY = HEAD_PX + chartPx.height + 12;
  const heightPx = HEAD_PX + chartPx.height + lines.length * LINE_PX + FOOT_PX;
  const labels = lines.flatMap((line, row) =>
    line.map((label) => ({
      x: MARGIN_PX + label.x,
      y: labelsY + row * LINE_PX,
      text: label.text,
      sizePx: 12,
      colour: label.colour,
    })),
  );
  return {
    widthPx,
    heightPx,
    chartX: MARGIN_PX,
    chartY: HEAD_PX,
    texts: [
      { x: MARGIN_PX, y: 26, text: title, sizePx: 14, colour: "var(--ink)", weight: 600 },
      {
        x: MARGIN_PX + titlePx + 10,
        y: 26,
        text: fitText(caption.unit, Math.max(0, inner - titlePx - 10), 13),
        sizePx: 13,
        colour: "var(--muted)",
      },
      ...labels,
      {
        x: MARGIN_PX,
        y: heightPx - 10,
        text: fitText(caption.source, inner, 11),
        sizePx: 11,
        colour: "var(--muted)",
      },
    ],
  };
}

function wrapLabels(labels: readonly { text: string; colour: string }[], widthPx: number) {
  const lines: { text: string; colour: string; x: number }[][] = [];
  let x = 0;
  for (const label of labels) {
    const labelPx = estimateTextPx(label.text, 12) + 16;
    if (lines.length === 0 || x + labelPx > widthPx) {
      lines.push([]);
      x = 0;
    }
    lines.at(-1)?.push({ ...label, x });
    x += labelPx;
  }
  return lines;
}

/** A colour as browsers compute mixtures, `color(srgb 0.29 0.47 0.71)`, in the notation that every viewer reads. */
export function plainColour(value: string): string {
  const match = /^color\(srgb ([\d.]+) ([\d.]+) ([\d.]+)(?: \/ ([\d.]+))?\)$/.exec(value);
  if (!match) return value;
  const [r, g, b] = match.slice(1, 4).map((part) => Math.round(Number(part) * 255));
  return match[4] === undefined ? `rgb(${r}, ${g}, ${b})` : `rgba(${r}, ${g}, ${b}, ${match[4]})`;
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Names of clients come from strangers, and a picture is a document. XML has no control characters, not even escaped. */
export function escapeXml(text: string): string {
  const allowed = [...text].map((one) => (one < " " && !"\t\n\r".includes(one) ? "\ufffd" : one)).join("");
  return allowed.replace(/[&<>"']/g, (one) => ENTITIES[one] ?? "");
}
