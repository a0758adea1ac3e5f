/**
 * How much more counts scatter over subjects than independent events would: φ = Pearson's X² ÷ its degrees of freedom
 * (McCullagh & Nelder 1989), at least 1. A pod closes its connections together; without φ that looks like a change.
 *
 * Two departures from the textbook. Each subject is compared with its own share of the blocks around, not with the null:
 * a drift is not scatter. And the covariance of neighbouring blocks is added: a burst at the edge of two blocks, put into
 * the one by this proxy's reading and into the other by that one's, cancels out.
 */
const REACH = 6;
const MIN_BLOCKS = 6;
/** Fewer events than this in a block, on average over subjects, say nothing of scatter. */
const MIN_EVENTS_PER_SUBJECT = 1;
/** Below this many degrees of freedom φ is a guess, and a single burst would silence everything. */
const MIN_FREEDOM = 12;

export interface BlockCounts {
  /** Per subject; those left out of a block have an expectation of 0 there. */
  readonly counts: Float64Array;
  /** What each would have of the block's total if all were alike. */
  readonly expected: Float64Array;
  /** Sum of the counts of those that are compared. */
  readonly total: number;
}

export function overdispersion(blocks: readonly BlockCounts[]): number {
  const used = blocks.filter((block) => enough(block));
  const width = Math.max(0, ...used.map((block) => block.counts.length));
  if (used.length < MIN_BLOCKS) return 1;
  let squares = 0;
  let neighbours = 0;
  let scale = 0;
  let freedom = 0;
  for (let slot = 0; slot < width; slot++) {
    const residuals = residualsOf(used, slot);
    for (let at = 0; at < residuals.length; at++) {
      const here = residuals[at];
      if (here === undefined || here === null) continue;
      squares += here.residual ** 2;
      scale += here.variance;
      freedom++;
      const before = residuals[at - 1];
      if (before) neighbours += 2 * before.residual * here.residual;
    }
  }
  if (scale <= 0 || freedom < MIN_FREEDOM) return 1;
  // White noise minus a running mean over m blocks keeps 1 − 3/m of its variance in lags −1..1.
  const kept = 1 - 3 / Math.min(used.length, 2 * REACH + 1);
  return Math.max(1, (squares + neighbours) / scale / kept);
}

interface Residual {
  readonly residual: number;
  readonly variance: number;
}

function residualsOf(blocks: readonly BlockCounts[], slot: number): (Residual | null)[] {
  return blocks.map((block, at) => {
    const expected = block.expected[slot] ?? 0;
    if (expected <= 0) return null;
    let own = 0;
    let alike = 0;
    for (let near = Math.max(0, at - REACH); near <= Math.min(blocks.length - 1, at + REACH); near++) {
      own += blocks[near]?.counts[slot] ?? 0;
      alike += blocks[near]?.expected[slot] ?? 0;
    }
    const fitted = alike > 0 ? (expected * own) / alike : expected;
    const total = Math.max(block.total, fitted);
    const variance = fitted * (1 - fitted / Math.max(total, 1));
    return { residual: (block.counts[slot] ?? 0) - fitted, variance: Math.max(variance, 0.25) };
  });
}

function enough(block: BlockCounts): boolean {
  let subjects = 0;
  for (const expected of block.expected) if (expected > 0) subjects++;
  return subjects > 1 && block.total >= MIN_EVENTS_PER_SUBJECT * subjects;
}
