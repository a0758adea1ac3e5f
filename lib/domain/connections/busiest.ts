/** Share of the connections that counts as the busiest. */
const BUSIEST_SHARE = 0.05;

/**
 * Indices of the busiest 5 % (at least one) of `commands`, entries below 0 not counting; those that sent nothing are
 * left out. Among equals the first are taken. Selection, not sorting: linear on average (Hoare 1961, quickselect).
 */
export function busiestOf(commands: Float64Array): number[] {
  const counted = commands.filter((sent) => sent >= 0);
  if (counted.length === 0) return [];
  const wanted = Math.max(1, Math.ceil(counted.length * BUSIEST_SHARE));
  const least = Math.max(1, selectLargest(counted, wanted));
  let above = 0;
  for (const sent of commands) if (sent > least) above++;
  let equal = wanted - above;
  const chosen: number[] = [];
  for (let index = 0; index < commands.length; index++) {
    const sent = commands[index] ?? -1;
    if (sent > least || (sent === least && equal-- > 0)) chosen.push(index);
  }
  return chosen;
}

/** The `rank`-th largest value (1: the largest); reorders `values`. */
function selectLargest(values: Float64Array, rank: number): number {
  const target = rank - 1;
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >>> 1] ?? 0;
    let left = low;
    let right = high;
    while (left <= right) {
      while ((values[left] ?? 0) > pivot) left++;
      while ((values[right] ?? 0) < pivot) right--;
      if (left > right) break;
      const swapped = values[left] ?? 0;
      values[left++] = values[right] ?? 0;
      values[right--] = swapped;
    }
    if (target <= right) high = right;
    else if (target >= left) low = left;
    else break;
  }
  return values[target] ?? 0;
}
