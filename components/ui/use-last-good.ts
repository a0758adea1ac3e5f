"use client";

import { useState } from "react";

/**
 * The latest data that came for `subject`, also while a newer question (another window) fails.
 * Another subject (another cluster) starts empty: one's numbers never stand under another's name.
 */
export function useLastGood<Data>(subject: string, data: Data | undefined): Data | undefined {
  const [kept, setKept] = useState({ subject, data });
  const next = data !== undefined || kept.subject !== subject ? { subject, data } : kept;
  if (next.subject !== kept.subject || next.data !== kept.data) setKept(next);
  return next.data;
}
