import type { ReactNode } from "react";

/** Nothing to show, and why: a sentence, what to do about it, and the way there. */
export function EmptyState({
  title,
  children,
  actions,
}: {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-[56ch] flex-col items-center gap-1.5 px-4 py-12 text-center">
      <h2 className="text-body font-semibold">{title}</h2>
      {children !== undefined && <div className="w-full text-body text-muted">{children}</div>}
      {actions !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
