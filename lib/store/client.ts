import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type DatabaseAddress, type DatabaseKind, parseDatabaseAddress } from "./address";
import { PrismaClient } from "./generated/client";
import { createInternCache, type InternCache } from "./writes/intern-cache";

/**
 * A way into the database. Statements are tagged templates: `store.prisma.$queryRaw`.
 * Behind the embedded database all clients share one session: no SET, LISTEN, advisory lock or temporary table.
 */
export interface Store {
  readonly kind: DatabaseKind;
  readonly prisma: PrismaClient;
  /** For scripts of many statements and for those with a bound of their own: migrations, maintenance. */
  readonly pool: pg.Pool;
  readonly interned: InternCache;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Connections at most. Default 5. */
  readonly maxConnections?: number;
  /** Longest that one statement may take before it fails and its connection is dropped. Default 30 s. */
  readonly statementTimeoutMs?: number;
  readonly connectTimeoutMs?: number;
}

const STATEMENT_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** Opens no connection yet: the first statement does. `address` is a PostgreSQL URL or `embedded:/folder`. */
export function openStore(address: string, options: StoreOptions = {}): Store {
  const parsed = parseDatabaseAddress(address);
  const pool = new pg.Pool({
    ...connectionOf(parsed, options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS),
    max: options.maxConnections ?? 5,
    // The bound that always holds: kept by our side, so a silent network or a proxy in between cannot void it.
    query_timeout: options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS,
    connectionTimeoutMillis: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: "evenkeel",
  });
  // An idle connection that breaks is replaced at the next statement; unheard, its error would end the process.
  pool.on("error", () => {});
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    kind: parsed.kind,
    prisma,
    pool,
    interned: createInternCache(),
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

function connectionOf(address: DatabaseAddress, statementTimeoutMs: number): pg.PoolConfig {
  switch (address.kind) {
    case "embedded":
      return { host: address.socketDir, user: "postgres", database: "postgres" };
    case "postgresql": {
      const { url, options } = withoutOptions(address.url);
      return {
        connectionString: url,
        options: `${options} ${SESSION} -c statement_timeout=${statementTimeoutMs}`,
      };
    }
  }
}

/**
 * Prisma reads and writes instants as if the session were in UTC: it must be, whatever the server's default. And no
 * JIT: it compiles for every partition anew, a second and more for statements that take 20 ms.
 */
const SESSION = "-c TimeZone=UTC -c jit=off";

/** Options in the URL would replace ours instead of adding to them. */
function withoutOptions(address: string): { readonly url: string; readonly options: string } {
  if (!URL.canParse(address)) return { url: address, options: "" };
  const url = new URL(address);
  const options = url.searchParams.get("options") ?? "";
  url.searchParams.delete("options");
  return { url: url.href, options };
}
