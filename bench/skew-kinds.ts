import type { VerdictKind } from "@/lib/domain/skew/model";
import { drawDrift, drawHot, drawLeak } from "./skew-kinds-pools";
import { drawAdded, drawRestarted, drawUneven } from "./skew-kinds-proxies";
import { drawBalanced, drawInsufficient } from "./skew-kinds-quiet";
import { createRandom, type Random } from "./skew-random";
import type { Scenario } from "./skew-scenario";

type Drawer = (random: Random, seed: number) => Scenario;

const DRAWERS: Readonly<Record<VerdictKind, Drawer>> = {
  "proxy-restarted": drawRestarted,
  "proxy-added": drawAdded,
  "uneven-arrivals": drawUneven,
  leak: drawLeak,
  "lifo-drift": drawDrift,
  "hot-connections": drawHot,
  balanced: drawBalanced,
  "insufficient-data": drawInsufficient,
};

/** The scenario of a kind and a seed, always the same. */
export function drawScenario(kind: VerdictKind, seed: number): Scenario {
  return DRAWERS[kind](createRandom(seed), seed);
}
