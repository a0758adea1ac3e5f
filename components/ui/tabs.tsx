import Link from "next/link";
import { classNames } from "./class-names";

export interface TabLink {
  readonly label: string;
  readonly href: string;
  readonly current: boolean;
}

/** Pages of one thing. Each tab is a link with its own URL, so it is navigation and not a tab list. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  return (
    <nav aria-label={label} className="mb-3.5 overflow-x-auto">
      <ul className="flex gap-4">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              aria-current={tab.current ? "page" : undefined}
              className={classNames(
                "-outline-offset-2 block border-b-2 py-1.5 text-body whitespace-nowrap",
                tab.current
                  ? "border-accent font-semibold text-ink"
                  : "border-transparent text-muted hover:text-ink",
              )}
            >
              {tab.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
