import { readEnvironment } from "@/lib/config/environment";
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

/** The store that instrumentation has opened; in a process without one, that of the environment. */
export function sharedStore(): Store {
  const holder: Holder = globalThis;
  const known = holder[SHARED];
  if (known !== undefined) return known.store;
  const { internalDatabase, databaseUrl } = readEnvironment();
  const address = internalDatabase ?? databaseUrl;
  if (address === null) throw new Error("the embedded database has not been started in this process");
  return openSharedStore(address);
}
