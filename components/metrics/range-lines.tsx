import { colourOf } from "@/lib/present/charts/series-tones";
import type { PlacedTrack } from "@/lib/present/metrics/layout-range";

const WIDTH = { wide: 5, thin: 1.6, faint: 1.2 } as const;
const OPACITY = { wide: 0.5, thin: 1, faint: 0.6 } as const;

/**
 * Each value over the whole of its bucket. CloudWatch's minutes are wide and pale, so that what we measure can lie on
 * them; where two buckets meet, a hairline leads from one to the other and says nothing of the time between.
 */
export function RangeLines({ tracks, focus }: { tracks: readonly PlacedTrack[]; focus: string | null }) {
  return (
    <g>
      {tracks.map(({ track, level, risers, reach }) => {
        const faded = focus !== null && focus !== track.subject.key;
        const colour = colourOf(track.subject.tone);
        return (
          <g key={`${track.subject.key} ${track.word} ${track.grid.source}`} opacity={faded ? 0.25 : 1}>
            {reach !== "" && <path d={reach} fill={colour} fillOpacity="0.14" />}
            {risers !== "" && (
              <path d={risers} fill="none" stroke={colour} strokeOpacity="0.4" strokeWidth="1" />
            )}
            {level !== "" && (
              <path
                d={level}
                fill="none"
                stroke={colour}
                strokeWidth={WIDTH[track.mark]}
                strokeOpacity={OPACITY[track.mark]}
                {...(track.mark === "faint" && { strokeDasharray: "3 2" })}
              />
            )}
          </g>
        );
      })}
    </g>
  );
}
