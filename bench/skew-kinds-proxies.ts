import { drawBase, drawNuisance } from "./skew-base";
import { drawFrame, type Frame } from "./skew-draw";
import { pickProxies } from "./skew-kinds-pools";
import type { Random } from "./skew-random";
import type { Happening, Scenario } from "./skew-scenario";

const HEAVY = [1.75, 2, 2.5, 3, 4] as const;
const LIGHT = [0.125, 0.25, 0.375, 0.5] as const;

/** The balancer gives one proxy more, or less, than its share, since ever or from one moment on. */
export function drawUneven(random: Random, seed: number): Scenario {
  const frame = drawFrame(random);
  const base = churning(random, seed, "uneven-arrivals", frame);
  const subjects = pickProxies(random, frame, frame.proxies >= 8 && random.chance(0.2) ? 2 : 1);
  const isHeavy = random.chance(0.65);
  const weight = random.pick(isHeavy ? HEAVY : LIGHT);
  const isOld = random.chance(0.4);
  const faultAtMs = isOld ? -base.warmUpMs : frame.sweepMs * random.between(3, 10);
  const changes = subjects.map((proxy) => ({ what: "weight" as const, atMs: faultAtMs, proxy, weight }));
  return {
    ...base,
    form: `${isHeavy ? "heavy" : "light"}${isOld ? ", old" : ""}`,
    startWeights: isOld
      ? base.weights.map((one, proxy) => (subjects.includes(proxy) ? weight : one))
      : base.weights,
    happenings: [...(isOld ? [] : changes), ...drawNuisance(random, base, 0.1)],
    faultAtMs,
    subjects,
  };
}

/** A proxy dies and comes back; what went through it opens elsewhere and stays there. */
export function drawRestarted(random: Random, seed: number): Scenario {
  const frame = drawFrame(random);
  const base = churning(random, seed, "proxy-restarted", frame);
  const faultAtMs = frame.sweepMs * random.between(5, 14);
  const subjects = pickProxies(random, frame, frame.proxies >= 6 && random.chance(0.15) ? 2 : 1);
  const happenings = subjects.flatMap((proxy, index): Happening[] => {
    const atMs = faultAtMs + index * frame.sweepMs * random.between(0, 4);
    const upMs = atMs + random.logBetween(500, 20_000);
    return [
      { what: "down", atMs, proxy },
      { what: "up", atMs: upMs, proxy },
    ];
  });
  return {
    ...base,
    form: `${subjects.length} of ${base.form}`,
    happenings,
    faultAtMs,
    subjects,
    askAfterMs: random.between(20_000, 180_000) + frame.sweepMs * random.between(2, 8),
  };
}

/** New proxies: the watch may know their names before they carry anything, or learn of them as they start. */
export function drawAdded(random: Random, seed: number): Scenario {
  const drawn = drawFrame(random);
  const frame = { ...drawn, proxies: Math.max(4, drawn.proxies) };
  const base = churning(random, seed, "proxy-added", frame);
  const faultAtMs = frame.sweepMs * random.between(5, 14);
  const subjects = pickProxies(random, frame, frame.proxies >= 8 ? random.integer(1, 3) : 1);
  return {
    ...base,
    form: `${subjects.length} of ${base.form}`,
    added: subjects,
    knownBefore: random.chance(0.5),
    happenings: subjects.map((proxy) => ({ what: "add" as const, atMs: faultAtMs, proxy })),
    faultAtMs,
    subjects,
    askAfterMs: random.between(20_000, 180_000) + frame.sweepMs * random.between(2, 8),
  };
}

/** Connections are replaced at a rate that does not depend on their proxy. */
function churning(random: Random, seed: number, kind: Scenario["kind"], frame: Frame): Scenario {
  const order = random.pick(["lifo", "lifo", "fifo"] as const);
  return drawBase(random, seed, kind, frame, { order, hasLifetime: order === "fifo" });
}
