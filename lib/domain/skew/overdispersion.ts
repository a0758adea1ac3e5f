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
  const sums: Scatter = { squares: 0, neighbours: 0, scale: 0, freedom: 0 };
  for (let slot = 0; slot < width; slot++) addScatter(sums, used, slot);
  const { squares, neighbours, scale, freedom } = sums;
  if (scale <= 0 || freedom < MIN_FREEDOM) return 1;
  // White noise minus a running mean over m blocks keeps 1 − 3/m of its variance in lags −1..1.
  const kept = 1 - 3 / Math.min(used.length, 2 * REACH + 1);
  return Math.max(1, (squares + neighbours) / scale / kept);
}

interface Scatter {
  squares: number;
  neighbours: number;
  scale: number;
  freedom: number;
}

/** Adds one subject's residuals, with a window of REACH blocks to both sides that slides along. */
function addScatter(sums: Scatter, blocks: readonly BlockCounts[], slot: number): void {
  let own = 0;
  let alike = 0;
  let before: number | null = null;
  const slide = (block: BlockCounts | undefined, sign: number): void => {
    own += sign * (block?.counts[slot] ?? 0);
    alike += sign * (block?.expected[slot] ?? 0);
  };
  for (let at = 0; at < REACH; at++) slide(blocks[at], 1);
  for (let at = 0; at < blocks.length; at++) {
    slide(blocks[at + REACH], 1);
    slide(blocks[at - REACH - 1], -1);
    const block = blocks[at];
    const expected = block?.expected[slot] ?? 0;
    if (block === undefined || expected <= 0) {
      before = null;
      continue;
    }
    const fitted = alike > 0 ? Math.max(0, (expected * own) / alike) : expected;
    const total = Math.max(block.total, fitted, 1);
    const residual = (block.counts[slot] ?? 0) - fitted;
    sums.squares += residual ** 2;
    sums.scale += Math.max(fitted * (1 - fitted / total), 0.25);
    sums.freedom++;
    if (before !== null) sums.neighbours += 2 * before * residual;
    before = residual;
  }
}

function enough(block: BlockCounts): boolean {
  let subjects = 0;
  for (const expected of block.expected) if (expected > 0) subjects++;
  return subjects > 1 && block.total >= MIN_EVENTS_PER_SUBJECT * subjects;
}
