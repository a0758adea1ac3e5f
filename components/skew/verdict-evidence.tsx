import { classNames } from "@/components/ui/class-names";
import type { SkewVerdictAnswer } from "@/lib/contract/skew";
import { evidenceTiles } from "@/lib/present/skew/evidence-tiles";
import { kindWords } from "@/lib/present/skew/verdict-words";
import { countOf } from "@/lib/present/words";

/** As many as stand side by side. */
const TILES = 5;

/** The numbers behind a sentence: the first as tiles, the rest on demand. */
export function VerdictEvidence({ verdict }: { verdict: SkewVerdictAnswer }) {
  const all = evidenceTiles(verdict);
  const rest = all.slice(TILES);
  const striking = kindWords(verdict.kind).state === "critical" ? "text-critical" : "text-warning";
  if (all.length === 0) return null;
  return (
    <>
      <dl className="mt-3 grid grid-cols-[repeat(auto-fit,minmax(min(148px,100%),1fr))] gap-px overflow-hidden rounded-control border border-line max-sm:grid-cols-2">
        {all.slice(0, TILES).map((tile) => (
          <div
            key={tile.label}
            className="flex flex-col-reverse justify-end px-3 py-2.5 outline outline-line"
          >
            <dt className="text-small text-pretty text-muted wrap-anywhere">{tile.label}</dt>
            <dd
              className={classNames("text-figure font-semibold whitespace-nowrap", tile.striking && striking)}
            >
              {tile.value}
            </dd>
          </div>
        ))}
      </dl>
      {rest.length > 0 && (
        <details className="mt-2">
          <summary className="w-fit cursor-pointer rounded-mark text-small text-muted hover:text-ink">
            {countOf(rest.length, "more number")}
          </summary>
          <dl className="mt-1.5 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
            {rest.map((tile) => (
              <div key={tile.label} className="col-span-2 grid grid-cols-subgrid">
                <dt className="order-2 text-muted">{tile.label}</dt>
                <dd className="order-1 text-right font-medium whitespace-nowrap">{tile.value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}
