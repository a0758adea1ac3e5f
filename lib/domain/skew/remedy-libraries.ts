import { type LibraryInUse, type RemedyStep, step } from "./remedy-steps";

/** How one client library is told to hand out all of its connections in turn. Option names as in the libraries' own documentation. */
interface PoolSetting {
  readonly matches: RegExp;
  /** As people write it; null: several share the setting, and each is called as it calls itself. */
  readonly name: string | null;
  readonly title: string;
  readonly code: string | null;
  readonly language: string | null;
  readonly cost: string;
}

const TURN_COST =
  "All connections stay in use, so they rarely go idle and the total rises towards the pools' maximum: check it against maxclients. Straight to Redis, without proxies, last in first out is the better order.";

const SETTINGS: readonly PoolSetting[] = [
  {
    matches: /jedis/i,
    name: "Jedis",
    title: "Let the pool hand out its connections in turn",
    code: "poolConfig.setLifo(false); // GenericObjectPoolConfig of commons-pool2, default true",
    language: "java",
    cost: TURN_COST,
  },
  {
    matches: /lettuce/i,
    name: "Lettuce",
    title: "Let the commons-pool2 pool hand out its connections in turn",
    code: "GenericObjectPoolConfig<StatefulRedisConnection<String, String>> config = new GenericObjectPoolConfig<>();\nconfig.setLifo(false); // default true; given to ConnectionPoolSupport.createGenericObjectPool",
    language: "java",
    cost: `${TURN_COST} Most uses of Lettuce need no pool: one connection is shared by all threads.`,
  },
  {
    matches: /go-?redis/i,
    name: "go-redis",
    title: "Let the pool hand out its connections in turn",
    code: "redis.NewClient(&redis.Options{\n\tPoolFIFO: true, // default false: last in, first out\n})",
    language: "go",
    cost: TURN_COST,
  },
  {
    matches: /redis-?py|^redis$/i,
    name: "redis-py",
    title: "Let the pool hand out its connections in turn",
    code: "from queue import Queue\nfrom redis import BlockingConnectionPool, Redis\n\npool = BlockingConnectionPool(max_connections=50, queue_class=Queue)  # default LifoQueue\nclient = Redis(connection_pool=pool)",
    language: "python",
    cost: "The pool opens max_connections connections before it uses one again, and closes none for being idle: set the maximum to what is needed.",
  },
  {
    matches: /redisson/i,
    name: "Redisson",
    title: "Keep the pool at one size, so that nothing is closed for being idle",
    code: "singleServerConfig:\n  connectionPoolSize: 64\n  connectionMinimumIdleSize: 64 # as large as the pool: none is closed for being idle",
    language: "yaml",
    cost: "Each process holds its whole pool all the time. The order in which connections are handed out is not an option.",
  },
  {
    matches: /ioredis|node-?redis|generic-pool/i,
    name: null,
    title: "If clients are pooled with generic-pool, let it hand them out in turn",
    code: "createPool(factory, { max: 50, fifo: true }); // the default; false makes it last in, first out",
    language: "javascript",
    cost: TURN_COST,
  },
];

const MOST_LIBRARIES = 4;

/** One step for each library in use, the most used first; without a known one, what to look for. */
export function poolSteps(libraries: readonly LibraryInUse[]): RemedyStep[] {
  const steps = new Map<string, RemedyStep>();
  for (const { name, version } of [...libraries].sort(
    (left, right) => right.connections - left.connections,
  )) {
    const setting = SETTINGS.find(({ matches }) => matches.test(name));
    if (setting === undefined || steps.has(setting.title + setting.code) || steps.size >= MOST_LIBRARIES)
      continue;
    const { title, code, language, cost } = setting;
    const called = setting.name ?? name;
    steps.set(
      title + code,
      step(title, {
        library: version === "" ? called : `${called} ${version}`,
        code,
        language,
        cost,
      }),
    );
  }
  if (steps.size > 0) return [...steps.values()];
  const seen = libraries[0]?.name;
  const unknown = seen === undefined ? "the clients name no library" : `nothing is known here of ${seen}`;
  return [
    step(
      `Find the order in which the clients' pools hand out connections and make it first in, first out (${unknown})`,
      {
        code: "commons-pool2 (Jedis, Lettuce)  lifo = false\ngo-redis                        PoolFIFO: true\nredis-py                        queue_class=Queue\ngeneric-pool (Node.js)          fifo: true",
        language: "text",
        cost: TURN_COST,
      },
    ),
  ];
}

/** Bounding the life of connections, for those libraries that can. */
export function lifetimeStep(libraries: readonly LibraryInUse[]): RemedyStep {
  const usesGo = libraries.some(({ name }) => /go-?redis/i.test(name));
  return step("Bound how long a connection lives, so that a drift undoes itself", {
    library: usesGo ? "go-redis" : null,
    code: usesGo ? "ConnMaxLifetime: 10 * time.Minute, // MaxConnAge before version 9" : null,
    language: usesGo ? "go" : null,
    cost: "Connections are opened again at that pace. Spread the lifetimes, or they all end together.",
  });
}
