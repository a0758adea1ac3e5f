"use client";

import { useEffect } from "react";

/** The tab says what the page has found, and keeps saying it while the data changes. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Evenkeel`;
  }, [title]);
}
