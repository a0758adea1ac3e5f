import { classNames } from "./class-names";

const TONES = { plain: "text-chart-ink", warning: "text-warning", critical: "text-critical" } as const;

/**
 * A bar from 0 to 1 with a tick where it begins to matter. `ratio` null: not known, drawn hollow.
 * The bar is for the eye: `label` carries the number.
 */
export function Meter({
  ratio,
  tone = "plain",
  tick = 0.8,
  label,
  className,
}: {
  ratio: number | null;
  tone?: keyof typeof TONES;
  /** Null: nothing to mark. */
  tick?: number | null;
  label: string;
  className?: string;
}) {
  const percent = ratio === null ? 0 : Math.min(1, Math.max(0, ratio)) * 100;
  return (
    <svg
      role="img"
      aria-label={label}
      height="12"
      className={classNames("block w-full overflow-visible", className)}
    >
      <title>{label}</title>
      {ratio === null ? (
        <rect
          x="0.5"
          y="4.5"
          width="99%"
          height="3"
          rx="1.5"
          fill="none"
          className="stroke-line-strong"
          strokeDasharray="2 2"
        />
      ) : (
        <rect x="0" y="4" width="100%" height="4" rx="2" className="fill-line" />
      )}
      {percent > 0 && (
        <g className={TONES[tone]}>
          <rect x="0" y="4" width={`${percent}%`} height="4" rx="2" fill="currentColor" />
          {/* Something is never drawn as nothing. */}
          <rect x="0" y="4" width="3" height="4" rx="1.5" fill="currentColor" />
        </g>
      )}
      {tick !== null && <rect x={`${tick * 100}%`} y="0" width="1" height="12" className="fill-faint" />}
    </svg>
  );
}
