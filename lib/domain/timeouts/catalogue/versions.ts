/** Below zero when `left` is older: "1.6" < "5" < "5.11.1"; words after the numbers ("6.5.5.RELEASE") do not count. */
export function compareVersions(left: string, right: string): number {
  const parts = (text: string): number[] => (text.match(/^\d+(\.\d+)*/)?.[0] ?? "0").split(".").map(Number);
  const [a, b] = [parts(left), parts(right)];
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
