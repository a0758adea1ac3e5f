"use client";

import { DropdownMenu } from "radix-ui";
import { type RefObject, useState } from "react";
import { IconButton } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { MoreIcon } from "@/components/ui/icons";
import { type ChartCaption, drawChartSvg, paintPng } from "./chart-picture";

const ITEM =
  "flex cursor-default items-center rounded-chip px-2 py-1 text-small outline-none select-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover";

/** Takes a chart elsewhere: as a picture into a chat, as a file, as numbers. */
export function ChartMenu({
  plot,
  caption,
  fileName,
  csv,
  hasPicture,
}: {
  plot: RefObject<HTMLDivElement | null>;
  caption: ChartCaption;
  fileName: string;
  csv: () => string;
  /** False while the table is shown in place of the chart. */
  hasPicture: boolean;
}) {
  const [said, setSaid] = useState("");
  const svg = async () => (plot.current ? drawChartSvg(plot.current, caption) : null);
  const png = async () => {
    const drawing = await svg();
    return drawing ? paintPng(drawing) : null;
  };
  const download = async (make: () => Promise<Blob | null>, extension: string) => {
    const blob = await make();
    setSaid(blob ? "Downloaded" : "This browser could not draw it");
    if (blob) saveFile(blob, `${fileName}.${extension}`);
  };
  const copyPicture = async () => {
    const copied = await copyImage(png);
    if (copied) setSaid("Copied");
    // Without HTTPS the clipboard takes no pictures: a file is the next best thing.
    else await download(png, "png");
  };
  return (
    <>
      <DropdownMenu.Root>
        <DropdownMenu.Trigger asChild>
          <IconButton label="Copy or download this chart">
            <MoreIcon />
          </IconButton>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            align="end"
            sideOffset={4}
            className="disclose z-50 min-w-44 rounded-control border border-line-strong bg-raised p-1 text-ink"
          >
            <DropdownMenu.Item className={ITEM} disabled={!hasPicture} onSelect={copyPicture}>
              Copy as image
            </DropdownMenu.Item>
            <DropdownMenu.Item className={ITEM} disabled={!hasPicture} onSelect={() => download(png, "png")}>
              Download PNG
            </DropdownMenu.Item>
            <DropdownMenu.Item
              className={ITEM}
              disabled={!hasPicture}
              onSelect={() => download(async () => svgBlob(await svg()), "svg")}
            >
              Download SVG
            </DropdownMenu.Item>
            <DropdownMenu.Separator className="mx-1 my-1 h-px bg-line" />
            <DropdownMenu.Item
              className={ITEM}
              onSelect={async () => setSaid((await copyText(csv())) ? "Copied" : "Not allowed")}
            >
              Copy numbers as CSV
            </DropdownMenu.Item>
            <DropdownMenu.Item
              className={ITEM}
              onSelect={() => download(async () => new Blob([csv()], { type: "text/csv" }), "csv")}
            >
              Download CSV
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  );
}

async function copyImage(png: () => Promise<Blob | null>): Promise<boolean> {
  if (!("clipboard" in navigator) || typeof ClipboardItem === "undefined") return false;
  const picture = png().then((blob) => blob ?? Promise.reject(new Error("not drawn")));
  try {
    // The promise goes in unresolved: some browsers allow the clipboard only while the click lasts.
    await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
    return true;
  } catch {
    return false;
  }
}

function svgBlob(drawing: { svg: string } | null): Blob | null {
  return drawing && new Blob([drawing.svg], { type: "image/svg+xml" });
}

function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
