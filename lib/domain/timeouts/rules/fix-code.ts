import { knownLibrary, type Library } from "../catalogue/libraries";
import type { RuleFix } from "../model";
import type { TimeoutPath } from "../path";

/** What a fix sets on the client's side. Durations in ms. */
export type ClientFix =
  | {
      readonly set: "connect-timeout" | "command-timeout" | "max-wait" | "idle-eviction";
      readonly ms: number;
    }
  | { readonly set: "health-check" | "keepalive" | "dead-peer" | "topology-refresh"; readonly ms: number }
  | { readonly set: "max-lifetime"; readonly ms: number }
  | { readonly set: "retries" | "pool-size"; readonly count: number }
  | { readonly set: "order"; readonly order: "lifo" | "fifo" }
  | { readonly set: "backoff" };

const LANGUAGES = {
  jedis: "java",
  lettuce: "java",
  redisson: "yaml",
  ioredis: "javascript",
  "node-redis": "javascript",
  "redis-py": "python",
  "go-redis": "go",
} as const satisfies Record<Library, string>;

/** The setting to copy for the group's library; null where the library has none. */
export function clientFix(path: TimeoutPath, sentence: string, fix: ClientFix): RuleFix {
  const library = knownLibrary(path.group?.library ?? null);
  const code = library === null ? null : codeFor(library, fix, path);
  return { sentence, code, language: library === null || code === null ? null : LANGUAGES[library] };
}

function codeFor(library: Library, fix: ClientFix, path: TimeoutPath): string | null {
  const isPing = fix.set === "idle-eviction" || fix.set === "health-check";
  if (library === "lettuce" && isPing && isUnpooled(path)) {
    return `scheduler.scheduleAtFixedRate(\n    () -> connection.async().ping(), ${fix.ms}, ${fix.ms}, TimeUnit.MILLISECONDS);`;
  }
  return CODES[library](fix);
}

/** One connection for all threads, because nothing speaks of a pool. */
export function isUnpooled(path: TimeoutPath): boolean {
  const size = path.count("pool", "maxTotal");
  return size.state === "count" && size.count <= 1 && size.setting.assumed;
}

const sec = (ms: number) => Number((ms / 1000).toFixed(3));
const javaSpan = (ms: number) =>
  ms % 1000 === 0 ? `Duration.ofSeconds(${ms / 1000})` : `Duration.ofMillis(${ms})`;
const goSpan = (ms: number) => (ms % 1000 === 0 ? `${ms / 1000} * time.Second` : `${ms} * time.Millisecond`);

/** What GenericObjectPoolConfig sets, for Jedis and for Lettuce. */
function commonsPool(fix: ClientFix): string | null {
  switch (fix.set) {
    case "max-wait":
      return `poolConfig.setMaxWait(${javaSpan(fix.ms)});`;
    case "idle-eviction":
      return `poolConfig.setMinEvictableIdleDuration(${javaSpan(fix.ms)});\npoolConfig.setTimeBetweenEvictionRuns(${javaSpan(Math.ceil(fix.ms / 2))});\npoolConfig.setNumTestsPerEvictionRun(-1);`;
    case "health-check":
      return `poolConfig.setTestWhileIdle(true);\npoolConfig.setTimeBetweenEvictionRuns(${javaSpan(fix.ms)});\npoolConfig.setNumTestsPerEvictionRun(-1);`;
    case "pool-size":
      return `poolConfig.setMaxTotal(${fix.count});`;
    case "order":
      return `poolConfig.setLifo(${fix.order === "lifo"});`;
    default:
      return null;
  }
}

const CODES: Readonly<Record<Library, (fix: ClientFix) => string | null>> = {
  jedis(fix) {
    if (fix.set === "connect-timeout")
      return `DefaultJedisClientConfig.builder().connectionTimeoutMillis(${fix.ms})`;
    if (fix.set === "command-timeout" || fix.set === "dead-peer")
      return `DefaultJedisClientConfig.builder().socketTimeoutMillis(${fix.ms})`;
    return commonsPool(fix);
  },
  lettuce(fix) {
    switch (fix.set) {
      case "connect-timeout":
        return `SocketOptions.builder().connectTimeout(${javaSpan(fix.ms)})`;
      case "command-timeout":
        return `ClientOptions.builder().timeoutOptions(TimeoutOptions.enabled(${javaSpan(fix.ms)}))`;
      case "keepalive":
        return `SocketOptions.builder().keepAlive(KeepAliveOptions.builder().enable()\n    .idle(${javaSpan(fix.ms)}).interval(Duration.ofSeconds(10)).count(3).build())`;
      case "dead-peer":
        return `// with the native transport (epoll) on the class path\nSocketOptions.builder().tcpUserTimeout(TcpUserTimeoutOptions.builder().enable()\n    .tcpUserTimeout(${javaSpan(fix.ms)}).build())`;
      case "topology-refresh":
        return `ClusterTopologyRefreshOptions.builder()\n    .enablePeriodicRefresh(${javaSpan(fix.ms)}).enableAllAdaptiveRefreshTriggers().build()`;
      case "health-check":
        // Its test of idle connections sends nothing.
        return `poolConfig.setTimeBetweenEvictionRuns(${javaSpan(fix.ms)});\npoolConfig.setNumTestsPerEvictionRun(-1);`;
      case "backoff":
        return `DefaultClientResources.builder().reconnectDelay(\n    Delay.fullJitter(Duration.ofMillis(100), Duration.ofSeconds(10), 100, TimeUnit.MILLISECONDS))`;
      default:
        return commonsPool(fix);
    }
  },
  redisson(fix) {
    switch (fix.set) {
      case "connect-timeout":
        return `singleServerConfig:\n  connectTimeout: ${fix.ms}`;
      case "command-timeout":
        return `singleServerConfig:\n  timeout: ${fix.ms}`;
      // Its idle timeout spares the minimum of idle connections; a ping reaches all of them.
      case "idle-eviction":
      case "health-check":
      case "dead-peer":
        return `singleServerConfig:\n  pingConnectionInterval: ${fix.ms}`;
      case "keepalive":
        return `singleServerConfig:\n  keepAlive: true\n  tcpKeepAliveIdle: ${Math.ceil(sec(fix.ms))}`;
      case "topology-refresh":
        return `clusterServersConfig:\n  scanInterval: ${fix.ms}`;
      case "retries":
        return `singleServerConfig:\n  retryAttempts: ${fix.count}`;
      case "pool-size":
        return `singleServerConfig:\n  connectionPoolSize: ${fix.count}`;
      case "backoff":
        return `singleServerConfig:\n  reconnectionDelay: !<org.redisson.config.FullJitterDelay> {baseDelay: PT0.1S, maxDelay: PT10S}`;
      case "order":
      case "max-wait":
      case "max-lifetime":
        return null;
    }
  },
  ioredis(fix) {
    switch (fix.set) {
      case "connect-timeout":
        return `new Redis({ connectTimeout: ${fix.ms} });`;
      case "command-timeout":
        return `new Redis({ commandTimeout: ${fix.ms} });`;
      case "dead-peer":
        return `new Redis({ socketTimeout: ${fix.ms} }); // closes the socket when a sent command gets no answer`;
      case "keepalive":
        return `new Redis({ keepAlive: ${fix.ms} });`;
      case "retries":
        return `new Redis({ maxRetriesPerRequest: ${fix.count} });`;
      case "topology-refresh":
        return `new Redis.Cluster(nodes, { slotsRefreshInterval: ${fix.ms} });`;
      case "backoff":
        return "new Redis({ retryStrategy: (times) => randomInt(Math.min(100 * 2 ** times, 10_000)) }); // randomInt of node:crypto";
      case "health-check":
      case "idle-eviction":
        return `setInterval(() => redis.ping().catch(() => {}), ${fix.ms}).unref();`;
      case "order":
        return `createPool(factory, { fifo: ${fix.order === "fifo"} }); // generic-pool`;
      case "pool-size":
        return `createPool(factory, { max: ${fix.count} }); // generic-pool`;
      case "max-wait":
        return `createPool(factory, { acquireTimeoutMillis: ${fix.ms} }); // generic-pool`;
      case "max-lifetime":
        return null;
    }
  },
  "node-redis"(fix) {
    switch (fix.set) {
      case "connect-timeout":
        return `createClient({ socket: { connectTimeout: ${fix.ms} } });`;
      case "command-timeout":
      case "dead-peer":
        // Without a strategy of its own the client does not connect again after this timeout, and without PINGs it would end quiet connections.
        return `createClient({\n  pingInterval: ${Math.ceil(fix.ms / 2)},\n  socket: {\n    socketTimeout: ${fix.ms},\n    reconnectStrategy: (retries) => randomInt(Math.min(100 * 2 ** retries, 10_000)),\n  },\n});`;
      case "health-check":
      case "idle-eviction":
        return `createClient({ pingInterval: ${fix.ms} });`;
      case "keepalive":
        return `createClient({ socket: { keepAlive: true, keepAliveInitialDelay: ${fix.ms} } });`;
      case "backoff":
        return "createClient({\n  socket: { reconnectStrategy: (retries) => randomInt(Math.min(100 * 2 ** retries, 10_000)) },\n});";
      case "pool-size":
        return `createClientPool(options, { maximum: ${fix.count} });`;
      case "max-wait":
        return `createClientPool(options, { acquireTimeout: ${fix.ms} });`;
      case "order":
      case "retries":
      case "topology-refresh":
      case "max-lifetime":
        return null;
    }
  },
  "redis-py"(fix) {
    switch (fix.set) {
      case "connect-timeout":
        return `redis.Redis(socket_connect_timeout=${sec(fix.ms)})`;
      case "command-timeout":
      case "dead-peer":
        return `redis.Redis(socket_timeout=${sec(fix.ms)})`;
      case "health-check":
      case "idle-eviction":
        return `redis.Redis(health_check_interval=${Math.max(1, Math.floor(sec(fix.ms)))})`;
      case "keepalive":
        return `redis.Redis(socket_keepalive=True, socket_keepalive_options={socket.TCP_KEEPIDLE: ${Math.ceil(sec(fix.ms))}})`;
      case "retries":
        return `redis.Redis(retry=Retry(ExponentialWithJitterBackoff(base=0.1, cap=1), ${fix.count}))`;
      case "backoff":
        return "redis.Redis(retry=Retry(ExponentialWithJitterBackoff(base=0.1, cap=10), 3))";
      case "max-wait":
        return `BlockingConnectionPool(timeout=${sec(fix.ms)})`;
      case "pool-size":
        return `ConnectionPool(max_connections=${fix.count})`;
      case "order":
        return fix.order === "fifo" ? "BlockingConnectionPool(queue_class=queue.Queue)" : null;
      case "topology-refresh":
      case "max-lifetime":
        return null;
    }
  },
  "go-redis"(fix) {
    switch (fix.set) {
      case "connect-timeout":
        return `DialTimeout: ${goSpan(fix.ms)},`;
      case "command-timeout":
      case "dead-peer":
        return `ReadTimeout: ${goSpan(fix.ms)},`;
      case "idle-eviction":
      case "health-check":
        return `ConnMaxIdleTime: ${goSpan(fix.ms)}, // IdleTimeout before version 9`;
      case "max-wait":
        return `PoolTimeout: ${goSpan(fix.ms)},`;
      case "retries":
        return `MaxRetries: ${fix.count === 0 ? -1 : fix.count}, // -1: none`;
      case "pool-size":
        return `PoolSize: ${fix.count},`;
      case "order":
        return `PoolFIFO: ${fix.order === "fifo"},`;
      case "max-lifetime":
        return `ConnMaxLifetime: ${goSpan(fix.ms)}, // MaxConnAge before version 9`;
      case "backoff":
        return "MinRetryBackoff: 100 * time.Millisecond,\nMaxRetryBackoff: 10 * time.Second,";
      case "keepalive":
        return `Dialer: func(ctx context.Context, network, addr string) (net.Conn, error) {\n\treturn (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: ${goSpan(fix.ms)}}).DialContext(ctx, network, addr)\n},`;
      case "topology-refresh":
        return null;
    }
  },
};
