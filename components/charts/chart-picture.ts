import { escapeXml, layoutPicture, plainColour } from "@/lib/present/charts/picture";
import { fontFaceOf } from "./picture-font";

export interface ChartCaption {
  readonly title: string;
  readonly unit: string;
  readonly source: string;
}

export interface Drawing {
  readonly svg: string;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** What a style sheet may say of an element in a chart; a picture must carry it along. */
const CARRIED = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linejoin",
  "opacity",
  "paint-order",
  "font-size",
  "font-weight",
  "text-anchor",
  "shape-rendering",
] as const;

/** The chart inside `plot` as an SVG of its own: colours resolved, font embedded, title above and source below. */
export async function drawChartSvg(plot: HTMLElement, caption: ChartCaption): Promise<Drawing | null> {
  const chart = plot.querySelector("svg.recharts-surface, svg[data-chart]");
  if (!(chart instanceof SVGSVGElement)) return null;
  const copy = chart.cloneNode(true) as SVGSVGElement;
  carryStyles(chart, copy);
  const look = getComputedStyle(plot);
  const colour = (token: string) => look.getPropertyValue(token).trim();
  const chartPx = { width: chart.clientWidth, height: chart.clientHeight };
  const layers = [...plot.querySelectorAll<HTMLCanvasElement>("canvas[data-chart-layer]")];
  const below = [...plot.querySelectorAll<HTMLElement>("[data-below-label]")].map((label) => ({
    text: label.textContent.replace(/\s+/g, " ").trim(),
    colour: getComputedStyle(label).getPropertyValue("--tone").trim() || colour("--muted"),
  }));
  const picture = layoutPicture({ chartPx, caption, below });
  const resolve = (value: string) => resolveColour(plot, value);
  const text = (line: {
    x: number;
    y: number;
    text: string;
    weight?: number;
    colour: string;
    sizePx: number;
  }) =>
    `<text x="${line.x}" y="${line.y}" font-size="${line.sizePx}" font-weight="${line.weight ?? 400}" fill="${resolve(line.colour)}">${escapeXml(line.text)}</text>`;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${picture.widthPx}" height="${picture.heightPx}" viewBox="0 0 ${picture.widthPx} ${picture.heightPx}" font-family="Geist, sans-serif" style="font-variant-numeric: tabular-nums">`,
    `<style>${await fontFaceOf()}</style>`,
    `<rect width="100%" height="100%" fill="${resolve("var(--panel)")}"/>`,
    ...picture.texts.map(text),
    `<g transform="translate(${picture.chartX} ${picture.chartY})">${layers.map((layer) => embedCanvas(layer, chart)).join("")}${copy.innerHTML}</g>`,
    "</svg>",
  ].join("");
  return { svg, widthPx: picture.widthPx, heightPx: picture.heightPx };
}

/** Many cells are painted, not drawn: their pixels go along, at their place in the chart. */
function embedCanvas(layer: HTMLCanvasElement, chart: SVGSVGElement): string {
  const [here, origin] = [layer.getBoundingClientRect(), chart.getBoundingClientRect()];
  return `<image x="${here.left - origin.left}" y="${here.top - origin.top}" width="${here.width}" height="${here.height}" preserveAspectRatio="none" href="${layer.toDataURL()}"/>`;
}

/** Twice the size on screen, so that it stays sharp in a document. */
export async function paintPng(drawing: Drawing): Promise<Blob | null> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing.svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = drawing.widthPx * 2;
  canvas.height = drawing.heightPx * 2;
  const context = canvas.getContext("2d");
  if (!context) return null;
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

function carryStyles(from: Element, to: Element): void {
  const look = getComputedStyle(from);
  for (const property of CARRIED) {
    const value = look.getPropertyValue(property);
    if (value !== "") to.setAttribute(property, plainColour(value).replaceAll('"', "'"));
  }
  to.removeAttribute("class");
  for (const [index, child] of [...from.children].entries()) {
    const twin = to.children[index];
    if (twin) carryStyles(child, twin);
  }
}

/** What a colour token comes to in the theme of the moment. */
function resolveColour(inside: HTMLElement, value: string): string {
  const probe = document.createElement("span");
  probe.style.color = value;
  inside.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return plainColour(resolved);
}
