/** What to add to the fleet file so that the front side of each proxy and its latency are known, ready to be filled in. */
export function declareStatistics(clusterId: string, proxies: readonly string[]): string {
  const names = proxies.length === 0 ? ["proxy-1", "proxy-2"] : proxies.slice(0, 2);
  return [
    "clusters:",
    `  - id: ${clusterId}`,
    "    proxies:",
    ...names.flatMap((name, index) => [
      `      - name: ${name}`,
      `        addresses: [10.0.3.1${index + 1}]`,
      `        listen: 10.0.3.1${index + 1}:6379        # a PING a second through it: latency`,
      `        stats: { haproxy: "http://10.0.3.1${index + 1}:8404/;csv" }`,
    ]),
  ].join("\n");
}
