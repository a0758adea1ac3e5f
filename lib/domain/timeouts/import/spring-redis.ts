import type { ImportDraft } from "./import-draft";
import { COMMONS_POOL, SPRING_POOL } from "./jvm-pools";
import { applyOptions, type OptionRow, type OptionTable, plainKey } from "./option-table";
import { readRedissonTree } from "./redisson";
import { springDuration } from "./scalar-values";
import { readYaml, type YamlScalar } from "./yaml-tree";

/** `spring.data.redis.timeout`, or `SPRING_DATA_REDIS_TIMEOUT` in an environment: both are one key. */
export interface FlatEntry {
  readonly key: string;
  readonly line: number;
  readonly value: YamlScalar;
}

const PREFIXES = ["spring.data.redis.", "spring.redis."] as const;

/** https://docs.spring.io/spring-boot/appendix/application-properties/index.html#application-properties.data */
const SPRING_ROWS: readonly OptionRow[] = [
  // Neither Jedis nor Lettuce gives up at 0.
  { option: "timeout", path: "client.commandTimeout", read: springDuration({ zero: "infinite" }) },
  { option: "connect-timeout", path: "client.connectTimeout", read: springDuration({ zero: "infinite" }) },
  { option: "lettuce.cluster.refresh.period", path: "client.topologyRefresh", read: springDuration({}) },
  ...pooled("lettuce.pool", SPRING_POOL),
  ...pooled("jedis.pool", SPRING_POOL),
  // Spring Boot 1.
  ...pooled("pool", SPRING_POOL),
];

const SILENT: readonly string[] =
  "host port url database username client-name client-type ssl ssl.enabled ssl.bundle cluster.nodes cluster.max-redirects sentinel.nodes sentinel.master sentinel.username lettuce.pool.enabled jedis.pool.enabled lettuce.shutdown-timeout lettuce.read-from repositories.enabled redisson.config redisson.file".split(
    " ",
  );

const SPRING_TABLE: OptionTable = {
  rows: PREFIXES.flatMap((prefix) => pooled(prefix.slice(0, -1), SPRING_ROWS)),
  silent: PREFIXES.flatMap((prefix) => SILENT.map((key) => `${prefix}${key}`)),
};

/** The application's own keys for a pool that it makes itself: `redis.pool.maxTotal`, `app.jedis-pool-config.max-idle`. */
const OWN_POOL =
  /^(?:.*\.)?(?:(?:jedis|lettuce|redis)[\w-]*\.pool(?:-?config)?|jedis-?pool(?:-?config)?)\.([\w-]+)$/i;

/** Settings of one application, each key once. Keys of other things than Redis are passed over. */
export function readSpringRedis(draft: ImportDraft, entries: readonly FlatEntry[], owner?: string): void {
  const isNone = (value: YamlScalar): boolean => /^(false|no|off)$/i.test(value.text);
  const textOf = (...keys: readonly string[]): string | null =>
    entries.find(
      ({ key, value }) => keys.some((name) => plainKey(name) === plainKey(key)) && value.text !== "",
    )?.value.text ?? null;
  const ofRedis = (option: string): readonly string[] => PREFIXES.map((prefix) => `${prefix}${option}`);
  const subject = textOf(...ofRedis("client-name")) ?? owner ?? plainText(textOf("spring.application.name"));

  const redis = entries.filter(({ key }) =>
    PREFIXES.some((prefix) => plainKey(key).startsWith(plainKey(prefix))),
  );
  const unpooled = redis.some(({ key, value }) => /lettucepoolenabled$/.test(plainKey(key)) && isNone(value));
  const used = redis.filter(({ key }) => !(unpooled && /redislettucepool/.test(plainKey(key))));
  const library = libraryOf(textOf(...ofRedis("client-type")), used);
  if (library !== null) {
    draft.set("client.library", subject, { kind: "word", word: library.word }, library.line);
  }
  const configs = used.filter(({ key }) => ofRedis("redisson.config").map(plainKey).includes(plainKey(key)));
  for (const { value } of configs) {
    // The text of a block begins in the line after its key.
    const { root, rejects } = readYaml(value.text, value.line + 1);
    draft.rejectAll(rejects);
    readRedissonTree(draft, root, subject);
  }
  applyOptions(draft, used, SPRING_TABLE, subject);

  const ofSpring = new Set(redis);
  const own = entries
    .filter((entry) => !ofSpring.has(entry))
    .flatMap((entry) => {
      const [, option] = OWN_POOL.exec(entry.key.slice(0, 300)) ?? [];
      return option === undefined ? [] : [{ ...entry, key: option }];
    });
  applyOptions(draft, own, { rows: COMMONS_POOL, silent: ["enabled"] }, subject);
}

interface LibraryWord {
  readonly word: string;
  readonly line: number;
}

/** Only where the file tells: keys of one of the two libraries, or its name. */
function libraryOf(clientType: string | null, redis: readonly FlatEntry[]): LibraryWord | null {
  const lineOf = (pattern: RegExp): number | undefined =>
    redis.find(({ key }) => pattern.test(plainKey(key)))?.line;
  const typed = lineOf(/redisclienttype$/);
  if (typed !== undefined && /^(jedis|lettuce)$/i.test(clientType ?? ""))
    return { word: (clientType ?? "").toLowerCase(), line: typed };
  const lettuce = lineOf(/redislettuce/);
  const jedis = lineOf(/redisjedis/);
  if (lettuce !== undefined && jedis === undefined) return { word: "lettuce", line: lettuce };
  return jedis !== undefined && lettuce === undefined ? { word: "jedis", line: jedis } : null;
}

/** A name that is not put together when the program starts. */
function plainText(name: string | null): string | null {
  return name === null || /[${}@]/.test(name) ? null : name;
}

function pooled(prefix: string, rows: readonly OptionRow[]): readonly OptionRow[] {
  return rows.map((row) => ({ ...row, option: `${prefix}.${row.option}` }));
}
