import { knownLibrary, usesCommonsPool } from "../catalogue/libraries";
import type { CountLookup, DurationLookup, FlagLookup } from "../lookup";
import type { TimeoutPath } from "../path";
import { assumption, inMs } from "../words";

/** Something that closes an idle connection, or sends over it, in time. */
export interface IdleTouch {
  /** Longest silence that it allows; Infinity: it never does anything. */
  readonly ms: number;
  readonly words: string;
}

export interface IdleTouches {
  /** The one that comes first; null: nothing of all that is known does anything. */
  readonly first: IdleTouch | null;
  /** What could come earlier, if it were known. */
  readonly lookups: readonly (DurationLookup | CountLookup | FlagLookup)[];
}

/**
 * What ends silence on a pooled connection: eviction, a health check, the end of its life; where packets count and not
 * commands, TCP keepalive too, of the server only where no proxy stands between.
 */
export function idleTouches(path: TimeoutPath, counts: "commands" | "packets"): IdleTouches {
  const evictable = path.duration("pool", "minEvictableIdle");
  const period = path.duration("pool", "evictionPeriod");
  const minIdle = path.count("pool", "minIdle");
  const health = path.duration("client", "healthCheckInterval");
  const lifetime = path.duration("pool", "maxLifetime");
  const testing = idleTest(path);
  const clientKeepalive = path.duration("client", "tcpKeepalive");
  const serverKeepalive = path.duration("server", "tcpKeepalive");
  const touches = [
    evicts(path, evictable, period, minIdle),
    simple(health, "a health check every"),
    simple(lifetime, "the end of a connection's life after"),
    testing.touch,
    counts === "packets" ? simple(clientKeepalive, "the client's TCP keepalive after") : null,
    counts === "packets" && path.proxy === null
      ? simple(serverKeepalive, "the server's TCP keepalive after")
      : null,
  ].flatMap((touch) => touch ?? []);
  const [first] = touches.sort((left, right) => left.ms - right.ms);
  return {
    first: first ?? null,
    lookups: [
      evictable,
      ...(needsEvictor(path) && evictable.state === "duration" ? [period] : []),
      health,
      lifetime,
      ...testing.lookups,
      ...(counts === "packets" ? [clientKeepalive] : []),
      ...(counts === "packets" && path.proxy === null ? [serverKeepalive] : []),
    ],
  };
}

/**
 * Connections that the evictor looks at are tested with PING: a health check by another name. Not in Lettuce's pools, which
 * only ask whether a connection is open (ConnectionPoolSupport).
 */
export function idleTest(path: TimeoutPath): {
  touch: IdleTouch | null;
  lookups: (DurationLookup | CountLookup | FlagLookup)[];
} {
  const test = path.flag("pool", "testWhileIdle");
  if (test.state === "flag" && (!test.isOn || knownLibrary(path.group?.library ?? null) === "lettuce"))
    return { touch: null, lookups: [test] };
  const period = path.duration("pool", "evictionPeriod");
  const tests = path.count("pool", "testsPerEvictionRun");
  if (test.state === "unknown" || period.state === "unknown") return { touch: null, lookups: [test, period] };
  if (period.state !== "duration") return { touch: null, lookups: [test, period] };
  const runs = runsToCover(tests, path.count("pool", "maxTotal"));
  const touch =
    runs === null
      ? null
      : {
          ms: period.ms * runs,
          words: `test-while-idle every ${inMs(period.ms * runs)}${assumption(period.setting)}`,
        };
  return { touch, lookups: [test, period, tests] };
}

/** How many eviction runs it takes to look at every connection; null: not known. */
export function runsToCover(tests: CountLookup, total: CountLookup): number | null {
  if (tests.state !== "count") return null;
  // Below zero it is a fraction: -1 all of them, -2 half of them.
  if (tests.count < 0) return Math.ceil(-tests.count);
  if (tests.count === 0) return Number.POSITIVE_INFINITY;
  return total.state === "count" ? Math.max(1, Math.ceil(total.count / tests.count)) : null;
}

function evicts(
  path: TimeoutPath,
  evictable: DurationLookup,
  period: DurationLookup,
  minIdle: CountLookup,
): IdleTouch | null {
  if (evictable.state !== "duration") return null;
  // Redisson keeps its minimum of idle connections however long they are idle.
  if (
    knownLibrary(path.group?.library ?? null) === "redisson" &&
    minIdle.state === "count" &&
    minIdle.count > 0
  )
    return null;
  const words = `idle eviction after ${inMs(evictable.ms)}${assumption(evictable.setting)}`;
  if (period.state === "duration")
    return { ms: evictable.ms + period.ms, words: `${words}, looked for every ${inMs(period.ms)}` };
  return needsEvictor(path) ? null : { ms: evictable.ms, words };
}

/** Without an evictor commons-pool2 evicts nothing; go-redis drops what was idle for too long when it is asked for. */
function needsEvictor(path: TimeoutPath): boolean {
  const library = knownLibrary(path.group?.library ?? null);
  return library === null || usesCommonsPool(library);
}

function simple(lookup: DurationLookup, words: string): IdleTouch | null {
  if (lookup.state !== "duration") return null;
  return { ms: lookup.ms, words: `${words} ${inMs(lookup.ms)}${assumption(lookup.setting)}` };
}
