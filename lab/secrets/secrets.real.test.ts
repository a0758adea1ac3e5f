import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type AwsEndpoint, type AwsFault, startAwsEndpoint } from "@/lib/collect/testing/aws-endpoint";
import { madeUpRegion } from "@/lib/collect/testing/aws-endpoint/made-up-region";
import { type Certificates, makeCertificates } from "@/lib/collect/testing/certificates";
import { makeCollectorPlace } from "@/lib/collect/testing/collector-process";
import { findFreePort } from "@/lib/collect/testing/free-port";
import { type RedisServer, startRedis } from "@/lib/collect/testing/redis-server";
import { waitFor } from "@/lib/collect/testing/wait-for";
import { questions } from "@/lib/contract/questions";
import type { Store } from "@/lib/store/client";
import { migrate } from "@/lib/store/migrate";
import { openSharedStore } from "@/lib/store/shared";
import { type PostgresServer, startPostgres } from "@/lib/store/testing/postgres-server";
import { startAwsRelay } from "./aws-relay";
import { startTelltaleAws } from "./telltale-aws";
import { startTelltaleRedis, TELLTALES, type Telltale, type TelltaleRedis } from "./telltale-redis";
import { filesOf, type Place, placesWith, rowsOf } from "./where-text-is";

/** A loaded machine is no failure. */
const PATIENCE_MS = 90_000;
const KEYS = {
  accessKeyId: "AKIAEVENKEELSECRETS1",
  secretAccessKey: "sEcReT/kEy+that/must+appear/nowhere00000",
  sessionToken: "IQoJb3JpZ2luX2VjE/session+token/that/must/appear/nowhere==",
};
const ROLE_ARN = "arn:aws:iam::210987654321:role/evenkeel";
const EXTERNAL_ID = "external-id-from-a-file";

let postgres: PostgresServer;
let files: Certificates;
const cleanups: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  [postgres, files] = await Promise.all([startPostgres(), makeCertificates("DNS:cache.test,IP:127.0.0.1")]);
});
afterAll(() => Promise.all([postgres.dispose(), files.remove()]));
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function made<T extends { stop(): Promise<unknown> }>(starting: Promise<T>): Promise<T> {
  const thing = await starting;
  cleanups.push(() => thing.stop());
  return thing;
}

/** A server with TLS that takes any token of its user, until it is told not to. */
async function cache(): Promise<RedisServer> {
  const port = await findFreePort();
  const cliArgs = ["--tls", "--cacert", files.cert];
  const server = await made(startRedis({ port, args: files.redisArgs(port), cliArgs }));
  const rights = ["+ping", "+role", "+info", "+client", "+cluster|nodes"];
  await server.cli("ACL", "SETUSER", "evenkeel", "on", "nopass", ...rights);
  return server;
}

/** Folder with the files that the fleet file names. */
async function secretFiles(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "evenkeel-secrets-"));
  cleanups.push(() => rm(folder, { recursive: true }));
  const texts = { ...KEYS, externalId: EXTERNAL_ID };
  await Promise.all(Object.entries(texts).map(([name, text]) => writeFile(join(folder, name), `${text}\n`)));
  return folder;
}

interface FleetPlaces {
  readonly folder: string;
  readonly awsUrl: string;
  readonly telltaleUrl: string;
  readonly server: RedisServer;
  readonly telltales: readonly TelltaleRedis[];
}

function fleetYaml({ folder, awsUrl, telltaleUrl, server, telltales }: FleetPlaces): string {
  const file = (name: string) => `"file:${join(folder, name)}"`;
  const keys = `keys: { ${Object.keys(KEYS)
    .map((name) => `${name}: ${file(name)}`)
    .join(", ")} }`;
  const access = `region: eu-central-1, endpoint: "${awsUrl}", ${keys}`;
  const role = `roleArn: "${ROLE_ARN}", externalId: ${file("externalId")}`;
  const entry = `auth: { iam: { user: evenkeel } }, tls: { ca: "${files.cert}" }`;
  return `
watch: { sweepInterval: 1s, probeInterval: 200ms, infoInterval: 1s, costBudget: 10% }
cloudwatch: { backfill: 1h }
discover:
  elasticache: [{ region: eu-west-1, match: "*", endpoint: "${telltaleUrl}", ${keys} }]
clusters:
  - { id: orders, elasticache: { ${access}, replicationGroup: prod-orders }, nodes: ["${server.address}"], ${entry} }
  - id: telltales
    elasticache: { ${access}, replicationGroup: prod-telltales }
    nodes: [${telltales.map(({ address }) => `"${address}"`).join(", ")}]
    ${entry.replace("}, tls", "}\n    tls")}
  - { id: elsewhere, elasticache: { ${access}, ${role}, replicationGroup: prod-elsewhere }, nodes: ["cache.invalid:6379"], ${entry} }
`;
}

/** What is told of each source that fails, newest words. */
async function errorsOf(store: Store): Promise<string[]> {
  const { rows } = await store.pool.query<{ error: string }>(
    "SELECT last_error AS error FROM source_status WHERE last_error IS NOT NULL",
  );
  return rows.map(({ error }) => error);
}

function untilTold(store: Store, words: RegExp): Promise<unknown> {
  return waitFor(
    `an error with ${words}`,
    async () => (await errorsOf(store)).some((error) => words.test(error)),
    PATIENCE_MS,
  );
}

/** Every answer of the API, of every cluster. */
async function answersOf(store: Store): Promise<Place[]> {
  const { rows } = await store.pool.query<{ key: string }>("SELECT key FROM cluster");
  const places: Place[] = [];
  for (const { path } of questions) {
    const route = path.replace("/api/v1/", "").replace("{id}", "[id]");
    const { GET }: Route = await import(join(process.cwd(), "app", "api", "v1", route, "route.ts"));
    for (const id of path.includes("{id}") ? rows.map(({ key }) => key) : [""]) {
      const url = `http://localhost${path.replace("{id}", id)}`;
      const response = await GET(new Request(url), { params: Promise.resolve({ id }) });
      expect(response.status, url).toBe(200);
      places.push({ name: url, text: await response.text() });
    }
  }
  return places;
}

interface Route {
  readonly GET: (request: Request, context: { params: Promise<{ id: string }> }) => Promise<Response>;
}

/** AWS's refusals, each until it is told. */
async function provoke(aws: AwsEndpoint, store: Store): Promise<void> {
  const faults: readonly (readonly [AwsFault, RegExp])[] = [
    ["deny", /is not allowed/],
    ["expired", /session token has expired/],
    ["html", /HTML page/],
    ["error-document", /status 500/],
  ];
  for (const [fault, words] of faults) {
    aws.setFault({}, fault);
    await untilTold(store, words);
    aws.clearFaults();
  }
}

test("no key, session, signature or token is in a log, a row, the spool or an answer, whatever goes wrong", async () => {
  const aws = await made(
    startAwsEndpoint({
      world: {
        regions: { "eu-central-1": madeUpRegion(["prod-orders", "prod-telltales"]) },
        keys: [KEYS],
        roles: [
          {
            roleArn: ROLE_ARN,
            externalId: EXTERNAL_ID,
            regions: { "eu-central-1": madeUpRegion(["prod-elsewhere"]) },
          },
        ],
      },
    }),
  );
  const relay = await made(startAwsRelay(aws.url));
  const telltaleAws = await made(startTelltaleAws());
  const server = await cache();
  const hows = Object.keys(TELLTALES) as Telltale[];
  const telltales = await Promise.all(hows.map((how) => made(startTelltaleRedis(how, files))));

  const databaseUrl = postgres.urlOf("postgres");
  const store = openSharedStore(databaseUrl);
  cleanups.push(() => store.close());
  await migrate(store);
  const place = await makeCollectorPlace(databaseUrl);
  cleanups.push(() => place.dispose());
  const folder = await secretFiles();
  await place.writeFleet(
    fleetYaml({ folder, awsUrl: relay.url, telltaleUrl: telltaleAws.url, server, telltales }),
  );
  const collector = await place.start();

  await waitFor(
    "tokens, signatures and an assumed role",
    () => telltales.every(({ passwords }) => passwords().length >= 2) && telltaleAws.told().size === 5,
    PATIENCE_MS,
  );
  await provoke(aws, store);
  await waitFor(
    "what discovery failed of",
    async () => {
      const { rows } = await store.pool.query<{ told: string }>("SELECT c::text AS told FROM collector c");
      return rows.some(({ told }) => /in eu-west-1: /.test(told));
    },
    PATIENCE_MS,
  );
  await server.cli("ACL", "SETUSER", "evenkeel", "resetpass", ">another");
  await server.cli("CLIENT", "KILL", "USER", "evenkeel");
  await untilTold(store, /rejects the token of IAM user "evenkeel"/);

  const secrets = () => [
    KEYS.secretAccessKey,
    KEYS.sessionToken,
    ...relay.secrets(),
    ...telltaleAws.secrets(),
    ...telltales.flatMap(({ passwords }) => passwords()),
    ...telltales.flatMap(({ passwords }) => passwords().flatMap(signatureOf)),
  ];
  expect(relay.secrets().length).toBeGreaterThan(10);
  expect(aws.counts().calls.AssumeRole).toBeGreaterThan(0);
  const answers = await answersOf(store);
  const rows = await rowsOf(store);
  expect(placesWith(answers, secrets())).toEqual([]);
  expect(placesWith(rows, secrets())).toEqual([]);
  // What looks for secrets finds what is there.
  expect(placesWith(answers, ["rejects the token of IAM user"]).length).toBeGreaterThan(0);
  expect(placesWith(rows, ["rejects the token of IAM user"])).toContain("table source_status");

  await postgres.stop();
  const spooled = await waitFor(
    "jobs on disk",
    async () => {
      const found = await filesOf(join(place.dir, "spool"));
      return found.some(({ text }) => text.includes("telltales") || text.length > 10_000) && found;
    },
    PATIENCE_MS,
  );
  expect(placesWith(spooled, secrets())).toEqual([]);
  await postgres.start();
  await collector.stop();
  const log = { name: "log", text: collector.output() };
  expect(log.text).toContain("the database does not answer");
  expect(placesWith([log], secrets())).toEqual([]);
}, 300_000);

function signatureOf(token: string): string[] {
  return /X-Amz-Signature=([0-9a-f]{64})/.exec(token)?.slice(1, 2) ?? [];
}
