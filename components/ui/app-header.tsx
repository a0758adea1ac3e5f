"use client";

import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { carriedView, viewHref } from "@/lib/present/url";
import { CopyLink } from "./copy-link";
import { Logo } from "./logo";
import { ShortcutHelp } from "./shortcut-help";
import { useShortcut } from "./shortcuts";
import type { Theme } from "./theme";
import { ThemeToggle } from "./theme-toggle";
import { TimeRange } from "./time-range";
import { useView } from "./use-view";

/** On every page: where to go, what to search, which time, and the link to it. `search` is the product's own palette. */
export function AppHeader({ theme, search }: { theme: Theme; search: ReactNode }) {
  const pathname = usePathname();
  const router = useRouter();
  const { view } = useView();
  const fleetHref = viewHref("/", carriedView(view));
  useShortcut({ keys: "g f", label: "Fleet", section: "Go to" }, () => router.push(fleetHref));
  return (
    <header className="border-b border-line bg-panel">
      <div className="flex min-h-[43px] flex-wrap items-center gap-x-4 gap-y-2 px-5 max-sm:gap-x-2 py-1.5 max-sm:px-3">
        <Link href={fleetHref} className="flex items-center gap-2 rounded-control font-semibold">
          <Logo />
          <span className="max-sm:sr-only">Evenkeel</span>
        </Link>
        <nav aria-label="Main" className="mr-auto">
          <Link
            href={fleetHref}
            aria-current={pathname === "/" ? "page" : undefined}
            className="rounded-mark text-muted hover:text-ink aria-[current=page]:text-ink"
          >
            Fleet
          </Link>
        </nav>
        {search}
        <TimeRange />
        <div className="flex items-center gap-2">
          <CopyLink pinsMoment={pathname.endsWith("/clients")} />
          <ThemeToggle initial={theme} />
          <ShortcutHelp />
        </div>
      </div>
    </header>
  );
}
