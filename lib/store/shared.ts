import { openStore, type Store } from "./client";

interface SharedStore {
  readonly address: string;
  readonly store: Store;
}

const SHARED = Symbol.for("evenkeel.store");
type Holder = typeof globalThis & { [SHARED]?: SharedStore };

/**
 * Opens the one store of this process, or finds it open. Next loads modules several times (pages, routes,
 * instrumentation), so that a module's own variable would open a pool in each.
 */
export function openSharedStore(address: string): Store {
  const holder: Holder = globalThis;
  const known = holder[SHARED];
  if (known?.address === address) return known.store;
  const store = openStore(address);
  holder[SHARED] = { address, store };
  if (known !== undefined) void known.store.close();
  return store;
}

/** The store that this process has opened; null while its database is still being started. */
export function sharedStore(): Store | null {
  const holder: Holder = globalThis;
  return holder[SHARED]?.store ?? null;
}
