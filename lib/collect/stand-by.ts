import { setTimeout as sleep } from "node:timers/promises";
import type { Store } from "@/lib/store/client";
import { type RivalCollector, readRivalCollector } from "@/lib/store/reads/read-rival-collector";

const LOOK_MS = 3000;

/**
 * Two collectors on one database would count everything twice: the second one waits here until the first is silent, and
 * takes over then. A database that is away keeps nobody waiting: what is seen meanwhile waits on disk.
 */
export async function untilAlone(
  store: Store,
  ownId: string,
  log: (line: string) => void,
  lookMs = LOOK_MS,
): Promise<void> {
  let told: string | null = null;
  for (;;) {
    const rival = await readRivalCollector(store, ownId).catch(() => null);
    if (rival === null) break;
    const name = nameOf(rival);
    if (name !== told) log(`${name} gathers into this database already; standing by`);
    told = name;
    await sleep(lookMs);
  }
  if (told !== null) log(`${told} is silent; taking over`);
}

/** The other of two that began at the same moment: the younger has to give way. Null: we may go on. */
export async function findElder(
  store: Store,
  own: { readonly id: string; readonly startedAt: Date },
): Promise<string | null> {
  const rival = await readRivalCollector(store, own.id).catch(() => null);
  return rival !== null && rival.startedAt < own.startedAt ? nameOf(rival) : null;
}

function nameOf({ pid, host }: RivalCollector): string {
  return `collector ${pid} on ${host}`;
}
