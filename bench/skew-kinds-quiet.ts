import { drawBase, drawDeploy, drawNuisance } from "./skew-base";
import { drawFrame, drawSteady, type Frame } from "./skew-draw";
import { pickProxies } from "./skew-kinds-pools";
import type { Random } from "./skew-random";
import type { Happening, Scenario } from "./skew-scenario";

const HEALTHY = [
  "lifo",
  "fifo",
  "fifo with lifetime",
  "fifo, slow proxy",
  "deploys",
  "declared weights",
  "many proxies",
  "steady",
  "least connections",
  "group goes quiet",
] as const;

/** Nothing is wrong, in many ways. */
export function drawBalanced(random: Random, seed: number): Scenario {
  const form = random.pick(HEALTHY);
  const drawn = drawFrame(random);
  const frame = shaped(drawn, form);
  const order = form.startsWith("fifo") || (form !== "lifo" && random.chance(0.5)) ? "fifo" : "lifo";
  const hasLifetime =
    form === "fifo with lifetime" || (form !== "fifo" && order === "fifo" && random.chance(0.5));
  const base = drawBase(random, seed, "balanced", frame, { order, hasLifetime });
  const weights = form === "declared weights" ? declared(random, frame.proxies) : base.weights;
  return {
    ...base,
    form: form === order ? form : `${form} (${order})`,
    ...(form === "steady" ? onlySteady(random, frame) : {}),
    weights,
    startWeights: weights,
    happenings: [...healthyHappenings(random, base, frame, form), ...drawNuisance(random, base, 0.25)],
    askAfterMs: Math.max(120_000, 6 * frame.sweepMs) + frame.sweepMs * random.between(0, 40),
  };
}

function shaped(frame: Frame, form: (typeof HEALTHY)[number]): Frame {
  if (form === "many proxies") return { ...frame, proxies: 200, connections: 10_000 };
  return form === "least connections" ? { ...frame, way: "least-connections" } : frame;
}

function healthyHappenings(random: Random, base: Scenario, frame: Frame, form: string): Happening[] {
  if (form === "deploys") {
    const everyMs = base.endMs / random.integer(2, 6);
    return [0, 1, 2, 3, 4, 5].flatMap((deploy) => drawDeploy(random, base, (deploy + 0.5) * everyMs));
  }
  if (form === "group goes quiet") {
    return [
      { what: "load", atMs: frame.sweepMs * random.between(5, 12), group: 0, factor: random.between(0, 0.1) },
    ];
  }
  if (form !== "fifo, slow proxy") return [];
  const latencyMs = frame.latencyMs + random.logBetween(5, 200);
  const atMs = random.chance(0.5) ? -base.warmUpMs : frame.sweepMs * random.between(3, 10);
  return pickProxies(random, frame, 1).map((proxy) => ({ what: "slow", atMs, proxy, latencyMs }));
}

function onlySteady(random: Random, frame: Frame): Partial<Scenario> {
  return { pools: [], steady: drawSteady(random, frame, 1, frame.connections, random.chance(0.6)) };
}

function declared(random: Random, proxies: number): number[] {
  return Array.from({ length: proxies }, () => random.pick([1, 1, 1, 2, 0.5] as const));
}

const TOO_LITTLE = ["few connections", "old imbalance, no churn", "out of sight", "just begun"] as const;

/** Something may be there, and what can be seen does not tell what. */
export function drawInsufficient(random: Random, seed: number): Scenario {
  const form = random.pick(TOO_LITTLE);
  switch (form) {
    case "few connections":
      return { ...drawFew(random, seed), form };
    case "old imbalance, no churn":
      return { ...drawFrozen(random, seed), form };
    case "out of sight":
      return { ...drawUnseen(random, seed), form };
    case "just begun":
      return { ...drawBegun(random, seed), form };
  }
}

/** Two to eight connections a proxy: chance alone makes any picture. */
function drawFew(random: Random, seed: number): Scenario {
  const drawn = drawFrame(random);
  const connections = Math.round(random.logBetween(50, 900));
  const proxies = Math.max(8, Math.min(200, Math.round(connections / random.between(2, 7))));
  const frame = { ...drawn, connections, proxies, nodes: 1 };
  const base = drawBase(random, seed, "insufficient-data", frame, { order: random.pick(["lifo", "fifo"]) });
  return { ...base, askAfterMs: Math.max(90_000, 6 * frame.sweepMs) };
}

/** Arrivals were uneven long before the watch began, and connections live for ever: nothing tells why the shares differ. */
function drawFrozen(random: Random, seed: number): Scenario {
  const frame = drawFrame(random, 30);
  const base = drawBase(random, seed, "insufficient-data", frame, { order: "fifo", isPure: true });
  const [proxy = 0] = pickProxies(random, frame, 1);
  const weight = random.pick([0.25, 0.375, 2, 3]);
  return {
    ...base,
    pools: [],
    steady: drawSteady(random, frame, 1, frame.connections, false),
    passers: [],
    startWeights: base.weights.map((one, at) => (at === proxy ? weight : one)),
    happenings: [{ what: "weight", atMs: -base.warmUpMs + 1, proxy, weight: 1 }],
    hasCounters: false,
    subjects: [proxy],
    askAfterMs: Math.max(90_000, 6 * frame.sweepMs) + frame.sweepMs * random.between(0, 10),
  };
}

/** Most connections live for less than a sweep, nobody counts at the proxies, and a kept part is imbalanced. */
function drawUnseen(random: Random, seed: number): Scenario {
  const frozen = drawFrozen(random, seed);
  const perSec = frozen.proxies * random.logBetween(1, 5);
  const passer = { group: 4, node: 0, perSec, lifeMs: random.between(2, 40), isHealthCheck: false };
  return { ...frozen, passers: [passer] };
}

/** A drift that began before the watch did, asked about after three or four sweeps. */
function drawBegun(random: Random, seed: number): Scenario {
  const frame = drawFrame(random);
  const base = drawBase(random, seed, "insufficient-data", frame, { order: "lifo", isPure: true });
  const atMs = -frame.breath.burstEveryMs * random.between(5, 12);
  const [proxy = 0] = pickProxies(random, frame, 1);
  return {
    ...base,
    happenings: [{ what: "slow", atMs, proxy, latencyMs: frame.latencyMs + random.between(50, 200) }],
    warmUpMs: base.warmUpMs - atMs,
    faultAtMs: atMs,
    subjects: [proxy],
    askAfterMs: frame.sweepMs * random.between(2.2, 3.8),
  };
}
