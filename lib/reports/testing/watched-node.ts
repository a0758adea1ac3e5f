import { createAttribution } from "@/lib/domain/connections/attribution";
import { createLedger } from "@/lib/domain/connections/ledger";
import { encodeDelta, encodeKeyframe } from "@/lib/domain/connections/sweep-codec";
import { parseClientList } from "@/lib/domain/redis/client-list";
import type { Store } from "@/lib/store/client";
import { type SampleNode, sampleProxy } from "@/lib/store/testing/sample-fleet";
import { writeSweep } from "@/lib/store/writes/write-sweep";

export interface ListedClient {
  readonly id: number;
  readonly addr: string;
  readonly ageSec: number;
  readonly name?: string;
  readonly lib?: string;
  readonly user?: string;
}

export const PROXY_1 = sampleProxy("proxy-1", { addresses: ["127.0.1.11"] });

/** A node as the collector watches it, for tests: replies in, sweeps with deltas and keyframes in the store. */
export function watchNode(store: Store, node: SampleNode) {
  const attribution = createAttribution({
    proxies: [PROXY_1],
    groups: [{ name: "orders-api", match: { name: "orders-api-*" }, library: null }],
    groupLimit: 20,
  });
  const ledger = createLedger(attribution);
  return {
    async sweep(
      atMs: number,
      clients: readonly ListedClient[],
      runId = "run-1",
      keyframe = false,
    ): Promise<void> {
      const reply = clients.map(lineOf).join("");
      const { delta, ...result } = ledger.apply({
        rows: parseClientList(Buffer.from(reply)),
        runId,
        atMs,
        totalConnectionsReceived: null,
        ownName: "evenkeel",
      });
      await writeSweep(store, {
        clusterId: node.clusterId,
        nodeId: node.nodeId,
        result,
        deltaBytes: encodeDelta(delta, atMs),
        keyframe: keyframe ? encodeKeyframe(ledger.connections(), atMs) : null,
        received: null,
        elapsedMs: 1,
        costUsec: 100,
        mode: "full",
        intervalMs: 10_000,
        groupOrigins: { "orders-api": "declared" },
      });
    },
  };
}

/** As Redis 7.2 prints it. */
function lineOf({ id, addr, ageSec, name = "", lib = "", user = "default" }: ListedClient): string {
  return `id=${id} addr=${addr} laddr=127.0.0.1:6379 fd=8 name=${name} age=${ageSec} idle=0 flags=N db=0 sub=0 psub=0 ssub=0 multi=-1 watch=0 qbuf=0 qbuf-free=0 argv-mem=0 multi-mem=0 rbs=1024 rbp=0 obl=0 oll=0 omem=0 tot-mem=1 events=r cmd=get user=${user} redir=-1 resp=2 lib-name=${lib} lib-ver=\n`;
}
