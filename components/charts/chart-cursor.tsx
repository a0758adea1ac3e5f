"use client";

import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from "react";

/** The moment under the pointer, shared by all charts of a page. Moving it draws nothing but the cursors. */
export interface ChartCursor {
  readonly subscribe: (listener: () => void) => () => void;
  readonly read: () => number | null;
  readonly move: (atMs: number | null) => void;
}

function createChartCursor(): ChartCursor {
  const listeners = new Set<() => void>();
  let current: number | null = null;
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read: () => current,
    move: (atMs) => {
      if (atMs === current) return;
      current = atMs;
      for (const notify of listeners) notify();
    },
  };
}

const CursorContext = createContext<ChartCursor | null>(null);

export function ChartCursorProvider({ children }: { children: ReactNode }) {
  const [cursor] = useState(createChartCursor);
  return <CursorContext value={cursor}>{children}</CursorContext>;
}

/** The page's cursor; a chart outside a provider has one of its own. */
export function useChartCursor(): ChartCursor {
  const shared = useContext(CursorContext);
  const [own] = useState(createChartCursor);
  return shared ?? own;
}

export function useCursorMs(cursor: ChartCursor): number | null {
  return useSyncExternalStore(cursor.subscribe, cursor.read, () => null);
}
