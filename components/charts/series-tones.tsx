"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { assignSeriesTones } from "@/lib/present/charts/series-tones";

type ToneMemory = Map<string, Map<string, number>>;

const MemoryContext = createContext<ToneMemory | null>(null);

/** Remembers which subject has which colour, for all charts below it and as long as it stays on the page. */
export function SeriesTonesProvider({ children }: { children: ReactNode }) {
  const [memory] = useState<ToneMemory>(() => new Map());
  return <MemoryContext value={memory}>{children}</MemoryContext>;
}

/** Tones of subjects of one kind (proxies, groups, nodes); who had one before keeps it. */
export function useSeriesTones(kind: string, names: readonly string[]): ReadonlyMap<string, number> {
  const shared = useContext(MemoryContext);
  const [own] = useState<ToneMemory>(() => new Map());
  const memory = shared ?? own;
  const key = names.join("\n");
  return useMemo(() => {
    const before = memory.get(kind) ?? new Map<string, number>();
    const tones = assignSeriesTones(key === "" ? [] : key.split("\n"), before);
    memory.set(kind, new Map([...before, ...tones]));
    return tones;
  }, [memory, kind, key]);
}
