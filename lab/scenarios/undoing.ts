/**
 * Runs `perform`, then takes back in reverse order what it noted, also when it failed half-way. Every step is
 * tried even when another fails; the first failure is thrown in the end.
 */
export async function undoing(
  perform: (noteUndo: (step: () => Promise<void>) => void) => Promise<void>,
): Promise<void> {
  const steps: (() => Promise<void>)[] = [];
  const outcomes = await Promise.allSettled([perform((step) => steps.push(step))]);
  for (const step of steps.reverse()) outcomes.push(...(await Promise.allSettled([step()])));
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}
