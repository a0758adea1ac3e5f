import Link from "next/link";
import type { ReactNode } from "react";

export interface Crumb {
  readonly label: string;
  readonly href: string;
}

/** A page begins with its finding. `trail` says where we are, `summary` backs the sentence with numbers. */
export function PageTitle({
  title,
  summary,
  trail = [],
  trailNote,
  actions,
}: {
  title: ReactNode;
  summary?: ReactNode;
  trail?: readonly Crumb[];
  /** Follows the trail in muted ink: what kind of thing this is. */
  trailNote?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
      <div className="min-w-0 flex-1 basis-80">
        {(trail.length > 0 || trailNote !== undefined) && (
          <div className="mb-1 flex flex-wrap items-baseline gap-x-1.5 text-body text-muted">
            {trail.length > 0 && (
              <nav aria-label="Where you are">
                <ol className="flex flex-wrap items-baseline gap-x-1.5">
                  {trail.map((crumb) => (
                    <li key={crumb.href} className="flex gap-x-1.5">
                      <Link href={crumb.href} className="rounded-mark hover:text-ink">
                        {crumb.label}
                      </Link>
                      <span aria-hidden="true">/</span>
                    </li>
                  ))}
                </ol>
              </nav>
            )}
            {trailNote}
          </div>
        )}
        <h1 className="text-title font-semibold tracking-[-0.01em] text-balance">{title}</h1>
        {summary !== undefined && (
          <div className="mt-0.5 max-w-[130ch] text-body text-pretty text-muted">{summary}</div>
        )}
      </div>
      {actions !== undefined && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
    </header>
  );
}
