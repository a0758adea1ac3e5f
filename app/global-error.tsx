"use client";

import "./globals.css";

/** The shell itself could not be drawn: nothing of it is used here. */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto grid max-w-[56ch] gap-2 px-5 py-16">
          <h1 className="text-title font-semibold">Evenkeel could not be drawn</h1>
          <p className="text-muted">
            Collection goes on; only the drawing failed. The server's log says why.
          </p>
          <p>
            <button
              type="button"
              onClick={retry}
              className="h-7 rounded-control border border-line bg-panel px-2.5 text-small hover:border-line-strong"
            >
              Try again
            </button>
          </p>
        </main>
      </body>
    </html>
  );
}
