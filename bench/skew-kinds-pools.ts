import { drawBase, drawNuisance } from "./skew-base";
import { drawFrame, type Frame } from "./skew-draw";
import type { Random } from "./skew-random";
import type { Scenario } from "./skew-scenario";

/** A proxy turns slow while clients borrow last in, first out. */
export function drawDrift(random: Random, seed: number): Scenario {
  const frame = drawFrame(random);
  const base = drawBase(random, seed, "lifo-drift", frame, { order: "lifo" });
  const isSettled = random.chance(0.3);
  const faultAtMs = isSettled
    ? -frame.breath.burstEveryMs * random.between(4, 15)
    : frame.sweepMs * random.between(3, 10);
  const slow = pickProxies(random, frame, frame.proxies >= 6 && random.chance(0.12) ? 2 : 1);
  const ownJitterMs = base.pools[0]?.ownJitterMs ?? 1;
  const addedMs = Math.max(2, 5 * ownJitterMs) * random.logBetween(1, 30);
  const happenings = slow.map((proxy) => {
    return { what: "slow" as const, atMs: faultAtMs, proxy, latencyMs: frame.latencyMs + addedMs };
  });
  return {
    ...base,
    form: `${isSettled ? "settled" : "growing"}${slow.length > 1 ? ", two" : ""}`,
    happenings: [...happenings, ...drawNuisance(random, base, 0.1)],
    faultAtMs,
    warmUpMs: Math.max(base.warmUpMs, isSettled ? -faultAtMs + base.warmUpMs : 0),
    subjects: slow,
  };
}

/** Loans that never end: anywhere, or only through one proxy, which may be slow. */
export function drawLeak(random: Random, seed: number): Scenario {
  const drawn = drawFrame(random);
  const frame = { ...drawn, sweepMs: Math.min(drawn.sweepMs, 30_000), breath: quickened(random, drawn) };
  const where = random.pick(["anywhere", "anywhere", "one proxy", "slow proxy"] as const);
  const [subject = 0] = pickProxies(random, frame, 1);
  const faultAtMs = frame.sweepMs * random.between(8, 16);
  const untilSeenMs = Math.max(60_000, 3 * frame.breath.evictIdleMs);
  const leakingMs = untilSeenMs + frame.sweepMs * random.between(12, 24);
  const { waveEveryMs, share } = frame.breath;
  const lost = where === "anywhere" ? random.between(0.3, 0.8) : random.between(0.6, 1.5);
  const order =
    where === "slow proxy" && random.chance(0.7) ? "fifo" : random.pick(["lifo", "lifo", "fifo"] as const);
  const leak = {
    fromMs: faultAtMs,
    share: Math.min(0.5, (lost * waveEveryMs) / (leakingMs * share)),
    proxy: where === "anywhere" ? null : subject,
  };
  const base = drawBase(random, seed, "leak", frame, { order, hasLifetime: order === "fifo", leak });
  const latencyMs = frame.latencyMs + random.logBetween(5, 200);
  const endMs = faultAtMs + leakingMs;
  const isSlow = where === "slow proxy";
  return {
    ...base,
    form: `${where}, ${order}`,
    happenings: isSlow ? [{ what: "slow", atMs: faultAtMs, proxy: subject, latencyMs }] : [],
    faultAtMs,
    subjects: where === "anywhere" ? [] : [subject],
    group: 0,
    askAfterMs: 0.3 * leakingMs,
    endMs,
  };
}

/** Idle connections are closed soon, so that a lost one stands out while the run still lasts. */
function quickened(random: Random, frame: Frame): Frame["breath"] {
  const sweepMs = Math.min(frame.sweepMs, 30_000);
  const shorter = (sweepMs * random.between(1.2, 2)) / frame.breath.evictIdleMs;
  const { evictIdleMs, waveEveryMs, burstEveryMs } = frame.breath;
  return {
    ...frame.breath,
    evictIdleMs: evictIdleMs * shorter,
    waveEveryMs: waveEveryMs * shorter,
    burstEveryMs: burstEveryMs * shorter,
  };
}

/** Connections are even; a few of them, of one group, carry most of the commands. */
export function drawHot(random: Random, seed: number): Scenario {
  const frame = drawFrame(random, 30);
  const order = random.pick(["fifo", "fifo", "lifo"] as const);
  const hasLifetime = order === "fifo" && random.chance(0.6);
  const drawn = drawBase(random, seed, "hot-connections", frame, { order, hasLifetime });
  const most = Math.max(1, Math.min(Math.floor(frame.connections * 0.03), Math.ceil(frame.proxies / 2)));
  const hot = random.integer(1, most);
  const usual = (frame.connections * frame.breath.share * 2 * 1000) / frame.breath.waveEveryMs;
  const commandsPerSec = (usual * random.between(3, 8)) / hot;
  const pipeline = { group: 4, node: 0, isDirect: false, commandsPerSec, reopensAtOnce: true };
  const breaksEveryMs = random.chance(0.5) ? frame.sweepMs * 100 : Number.POSITIVE_INFINITY;
  const perClient = Array.from({ length: hot }, () => ({ ...pipeline, size: 1, breaksEveryMs }));
  return {
    ...drawn,
    form: order,
    groups: ["checkout", "orders-api", "listeners", "metrics", "exports", "unnamed"],
    passers: drawn.passers.map((passer) => ({ ...passer, group: 5 })),
    steady: [...drawn.steady, ...perClient],
    pipelining: [4],
    countsCommands: true,
    happenings: drawNuisance(random, drawn, 0.1),
    faultAtMs: -drawn.warmUpMs,
    group: 4,
    askAfterMs: frame.sweepMs * random.between(4, 12),
  };
}

export function pickProxies(random: Random, frame: Frame, count: number): number[] {
  const picked = new Set<number>();
  while (picked.size < count) picked.add(random.integer(0, frame.proxies - 1));
  return [...picked];
}
