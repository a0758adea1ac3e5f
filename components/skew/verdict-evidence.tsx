import type { SkewVerdictAnswer } from "@/lib/contract/skew";
import { formatEvidence } from "@/lib/present/skew/verdict-words";

/** As many as stand side by side. */
const TILES = 5;

type Evidence = SkewVerdictAnswer["evidence"];

/** The numbers behind a sentence: the first as tiles, the rest on demand. */
export function VerdictEvidence({ evidence }: { evidence: Evidence }) {
  if (evidence.length === 0) return null;
  const rest = evidence.slice(TILES);
  return (
    <>
      <dl className="mt-3 grid grid-cols-[repeat(auto-fit,minmax(min(148px,100%),1fr))] gap-px overflow-hidden rounded-control border border-line max-sm:grid-cols-2">
        {evidence.slice(0, TILES).map((one) => (
          <div key={one.label} className="flex flex-col-reverse justify-end px-3 py-2.5 outline outline-line">
            <dt className="text-small text-pretty text-muted">{one.label}</dt>
            <dd className="text-figure font-semibold whitespace-nowrap">{formatEvidence(one)}</dd>
          </div>
        ))}
      </dl>
      {rest.length > 0 && (
        <details className="mt-2">
          <summary className="w-fit cursor-pointer rounded-mark text-small text-muted hover:text-ink">
            {rest.length} more {rest.length === 1 ? "number" : "numbers"}
          </summary>
          <dl className="mt-1.5 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
            {rest.map((one) => (
              <div key={one.label} className="contents">
                <dd className="col-start-1 text-right font-medium whitespace-nowrap">
                  {formatEvidence(one)}
                </dd>
                <dt className="col-start-2 row-start-auto text-muted">{one.label}</dt>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}
