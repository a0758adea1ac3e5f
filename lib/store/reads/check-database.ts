import type { DatabaseKind } from "../address";
import type { Store } from "../client";
import { describeDatabaseError } from "../database-errors";

/** Is the database there, and how long does it take to say so? */
export interface DatabaseCheck {
  readonly state: "ok" | "down";
  readonly kind: DatabaseKind;
  readonly latencyMs: number | null;
  /** One line, without the address's password. */
  readonly error: string | null;
}

/** Longer than a slow answer, shorter than a patience. */
const CHECK_MS = 3_000;

/** Never rejects. */
export async function checkDatabase(store: Store, timeoutMs = CHECK_MS): Promise<DatabaseCheck> {
  const start = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([store.prisma.$queryRaw`SELECT 1`, late]);
    return { state: "ok", kind: store.kind, latencyMs: performance.now() - start, error: null };
  } catch (error) {
    return { state: "down", kind: store.kind, latencyMs: null, error: describeDatabaseError(error) };
  } finally {
    clearTimeout(timer);
  }
}
