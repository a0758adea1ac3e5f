import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import "./globals.css";
import { SiteSearch } from "@/components/fleet/site-search";
import { AppHeader } from "@/components/ui/app-header";
import { QueryProvider } from "@/components/ui/query-provider";
import { parseTheme, THEME_COOKIE } from "@/components/ui/theme";
import { TooltipProvider } from "@/components/ui/tooltip";

export const metadata: Metadata = {
  title: { default: "Fleet · Evenkeel", template: "%s · Evenkeel" },
  description: "Connection health for Redis and Valkey fleets.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#13161a" },
  ],
};

/** The theme comes from a cookie, so that the first byte already has it: no flash and no inline script. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html
      lang="en"
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      {...(theme === "system" ? {} : { "data-theme": theme })}
      suppressHydrationWarning
    >
      <body className="min-h-dvh">
        <a
          href="#main"
          className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-panel focus:px-3 focus:py-2"
        >
          Skip to the content
        </a>
        <QueryProvider>
          <TooltipProvider>
            <AppHeader theme={theme} search={<SiteSearch />} />
            <main
              id="main"
              tabIndex={-1}
              className="mx-auto max-w-[1240px] px-5 pt-5 pb-16 outline-none max-sm:px-3"
            >
              {children}
            </main>
          </TooltipProvider>
        </QueryProvider>
      </body>
    </html>
  );
}
