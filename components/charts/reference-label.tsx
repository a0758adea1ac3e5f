import { LABEL_FONT_PX, type LineLayout } from "@/lib/present/charts/layout-lines";

/** Names the reference line at its beginning. */
export function ReferenceLabel({ label }: { label: LineLayout["referenceLabel"] }) {
  return (
    label && (
      <text x={label.x} y={label.y} fontSize={LABEL_FONT_PX - 0.5} fill="var(--muted)">
        {label.text}
      </text>
    )
  );
}
