import { type OldestConnection, type RemedyStep, step } from "./remedy-steps";

/** One small step: what closes at once opens at once. */
const MOST_LINES = 20;

/**
 * Closing the oldest connections of the busiest subject, to be copied and run by hand: Evenkeel changes nothing on a server.
 * Null when none is known.
 */
export function rebalanceStep(
  subject: string | null,
  oldest: readonly OldestConnection[],
): RemedyStep | null {
  const chosen = [...oldest].sort((left, right) => right.ageSec - left.ageSec).slice(0, MOST_LINES);
  if (chosen.length === 0) return null;
  const byNode = new Map<string, OldestConnection[]>();
  for (const one of chosen) byNode.set(one.node, [...(byNode.get(one.node) ?? []), one]);
  const lines = [...byNode].flatMap(([node, ones]) => [
    `# on ${node}`,
    ...ones.map(({ id }) => `CLIENT KILL ID ${id}`),
  ]);
  const where = subject === null ? "" : ` through ${subject}`;
  return step(
    `Until then, re-balance by hand: close the ${chosen.length} oldest connections${where}, wait a minute, repeat`,
    {
      code: lines.join("\n"),
      language: "redis",
      cost: "A command in flight on such a connection fails and is retried or not, as its client does. Never run by Evenkeel; ids are of the last sweep.",
    },
  );
}
