import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Lateness } from "@/lab/aws/lateness";
import { GROUP } from "@/lab/aws/orders-group";
import { type LabAws, startAws } from "@/lab/aws/start-aws";
import { type Catalog, startCatalog } from "@/lab/catalog";
import type { PoolOrder } from "@/lab/clients/messages";
import { type ControlServer, startControlServer } from "@/lab/control-server";
import { describeLab } from "@/lab/describe-lab";
import { FEED_ADDRESSES, type Feed, feedRoutes, startFeed } from "@/lab/feed";
import { replaceFleetFile } from "@/lab/fleet-file";
import { checkLoopbackAddresses } from "@/lab/loopback-addresses";
import { type Orders, orderRoutes, PROXY_ADDRESSES, SPARE_ADDRESS, startOrders } from "@/lab/orders";
import { planPorts } from "@/lab/port-plan";
import { createSupervisor } from "@/lab/processes";
import { checkPrograms } from "@/lab/programs";
import { startRelay } from "@/lab/relay/start-relay";
import { createScenarioRunner } from "@/lab/scenarios/runner";
import { scenarios } from "@/lab/scenarios/table";
import { createTruth, type Truth } from "@/lab/truth";

export interface LabOptions {
  readonly onProgress: (line: string) => void;
  /** For logs, configurations and the fleet file. Default `.lab` in the current folder. */
  readonly dir?: string;
  /** Of the control server; 0: any free one. Default: 4600, or a free one when that is taken. */
  readonly controlPort?: number;
  /** How pools hand out connections. Default lifo, as most libraries do. */
  readonly poolOrder?: PoolOrder;
  /** When CloudWatch tells a point. Default: one to three minutes after its minute. */
  readonly lateness?: Lateness;
}

export interface Lab {
  readonly dir: string;
  /** Absolute path of the `evenkeel.yaml` that describes this fleet. */
  readonly fleetFile: string;
  readonly controlUrl: string;
  readonly orders: Orders;
  readonly catalog: Catalog;
  readonly feed: Feed;
  readonly aws: LabAws;
  readonly truth: Truth;
  /** Ends every process. May be called twice. */
  readonly stop: () => Promise<void>;
}

const DEFAULT_CONTROL_PORT = 4_600;

/**
 * Starts the fleet and returns when its clients talk. Throws MissingProgramsError, MissingAddressesError,
 * FolderInUseError, or what a process said when it did not start; nothing is left running then.
 */
export async function startLab({
  onProgress,
  poolOrder = "lifo",
  lateness,
  ...options
}: LabOptions): Promise<Lab> {
  checkPrograms();
  await checkLoopbackAddresses([...PROXY_ADDRESSES, SPARE_ADDRESS, ...FEED_ADDRESSES]);
  const dir = resolve(options.dir ?? ".lab");
  mkdirSync(dir, { recursive: true });
  const truth = createTruth();
  const supervisor = createSupervisor({
    dir,
    onExit: (subject, how) => {
      truth.record({ action: "process-exited", subject, detail: { how } });
    },
  });
  const endings: (() => Promise<void>)[] = [supervisor.stopAll];
  let stopping: Promise<void> | null = null;
  const stop = () => {
    stopping ??= runInTurn(endings.reverse());
    return stopping;
  };
  try {
    const ports = await planPorts();
    endings.push(ports.release);
    const routes = [...orderRoutes(ports.orders), ...feedRoutes(ports.feed)];
    const relay = await startRelay(supervisor, "relay", routes);
    const [orders, catalog, feed] = await allOrFirstFailure(
      startOrders(supervisor, relay, ports.orders, poolOrder, onProgress),
      startCatalog(supervisor, ports.catalog, onProgress),
      startFeed(supervisor, relay, ports.feed, poolOrder, onProgress),
    );
    const { redis, admin } = orders;
    const aws = await startAws({ dir, port: ports.aws, redis, admin, ...(lateness && { lateness }) });
    endings.push(aws.stop);
    onProgress(`aws: orders as a replication group of ElastiCache, by ${aws.endpoint.url}`);
    const fleetFile = join(dir, "evenkeel.yaml");
    const declareFleet = () =>
      replaceFleetFile(fleetFile, {
        orders: {
          elasticache: {
            region: aws.region,
            replicationGroup: GROUP,
            endpoint: aws.endpoint.url,
            keys: aws.keys.files,
          },
          proxies: orders.proxies,
        },
        catalog: { port: ports.catalog[0] ?? 0 },
        feed: { port: feed.redis.port, proxies: feed.proxies },
      });
    declareFleet();
    const world = { orders, catalog, feed, aws, supervisor, declareFleet };
    const runner = createScenarioRunner(scenarios, world, truth);
    endings.push(runner.endAll);
    const control = await startControl(options.controlPort, {
      describe: () => describeLab(world, runner, fleetFile),
      runner,
      truth,
    });
    endings.push(control.close);
    truth.record({ action: "lab-started", subject: "lab", detail: { fleetFile } });
    return {
      dir,
      fleetFile,
      controlUrl: `http://127.0.0.1:${control.port}`,
      orders,
      catalog,
      feed,
      aws,
      truth,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A port asked for by name is that or nothing; the usual one gives way to whoever has it. */
async function startControl(
  port: number | undefined,
  options: Omit<Parameters<typeof startControlServer>[0], "port">,
): Promise<ControlServer> {
  try {
    return await startControlServer({ ...options, port: port ?? DEFAULT_CONTROL_PORT });
  } catch (error) {
    if (port === undefined) return startControlServer({ ...options, port: 0 });
    throw new Error(`port ${port} is taken; set LAB_PORT to another one, or to 0 for any`, { cause: error });
  }
}

/** Fails with the first failure, but not before the others have come to their end. */
async function allOrFirstFailure<A, B, C>(
  ...starts: [Promise<A>, Promise<B>, Promise<C>]
): Promise<[A, B, C]> {
  await Promise.allSettled(starts);
  return Promise.all(starts);
}

async function runInTurn(endings: readonly (() => Promise<void>)[]): Promise<void> {
  for (const end of endings) await end();
}
