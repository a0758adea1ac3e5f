/** One line of CLUSTER NODES. */
export interface ClusterNode {
  readonly id: string;
  /** Empty while the node's address is not known (`noaddr`). */
  readonly host: string;
  readonly port: number;
  readonly busPort?: number;
  /** Announced host name (7.0). */
  readonly hostname?: string;
  readonly myself: boolean;
  readonly role: "primary" | "replica" | "unknown";
  /** `fail?`: suspected by the node asked. `fail`: agreed by the majority. */
  readonly failing: "no" | "suspected" | "failed";
  readonly handshake: boolean;
  /** Id of the primary that this replica follows. */
  readonly primaryId?: string;
  readonly configEpoch: number;
  readonly linked: boolean;
  /** Slots served, inclusive. */
  readonly slots: readonly { readonly from: number; readonly to: number }[];
}

export interface ClusterNodes {
  readonly nodes: readonly ClusterNode[];
  /** All rejected lines; the first REJECTS_KEPT of them are in `rejects`. */
  readonly rejected: number;
  readonly rejects: readonly { readonly line: number; readonly reason: string; readonly text: string }[];
}

const REJECTS_KEPT = 20;
const TEXT_KEPT = 200;

/**
 * Parses CLUSTER NODES: `id ip:port@busport[,hostname[,aux=…]] flags primary ping pong epoch link slot…`
 * (https://valkey.io/commands/cluster-nodes). Slots in migration (`[n->-id]`) are not counted as served. Never throws.
 */
export function parseClusterNodes(text: string): ClusterNodes {
  const nodes: ClusterNode[] = [];
  const rejects: { line: number; reason: string; text: string }[] = [];
  let rejected = 0;
  text
    .replace(/^txt:/, "")
    .split(/\r?\n/)
    .forEach((line, index) => {
      if (line.trim() === "") return;
      const parsed = parseLine(line.trim().split(/ +/));
      if (typeof parsed !== "string") {
        nodes.push(parsed);
        return;
      }
      rejected++;
      if (rejects.length < REJECTS_KEPT) {
        rejects.push({ line: index + 1, reason: parsed, text: line.slice(0, TEXT_KEPT) });
      }
    });
  return { nodes, rejected, rejects };
}

function parseLine(words: readonly string[]): ClusterNode | string {
  const [id, endpoint, flagText, primary, , , epoch, link, ...slotTexts] = words;
  if (id === undefined || endpoint === undefined || flagText === undefined || link === undefined)
    return "too few fields";
  const address = parseEndpoint(endpoint);
  if (address === null) return "bad address";
  const flags = new Set(flagText.split(","));
  const role = flags.has("master")
    ? "primary"
    : flags.has("slave") || flags.has("replica")
      ? "replica"
      : "unknown";
  return {
    id,
    ...address,
    myself: flags.has("myself"),
    role,
    failing: flags.has("fail") ? "failed" : flags.has("fail?") ? "suspected" : "no",
    handshake: flags.has("handshake"),
    ...(primary === undefined || primary === "-" ? {} : { primaryId: primary }),
    configEpoch: /^\d{1,15}$/.test(epoch ?? "") ? Number(epoch) : 0,
    linked: link === "connected",
    slots: slotTexts.flatMap(parseSlots),
  };
}

function parseEndpoint(
  text: string,
): { host: string; port: number; busPort?: number; hostname?: string } | null {
  const [address = "", hostname = ""] = text.split(",");
  const parts = /^(.*):(\d{1,5})(?:@(\d{1,5}))?$/.exec(address);
  if (parts === null) return null;
  return {
    host: (parts[1] ?? "").replace(/^\[(.*)\]$/, "$1"),
    port: Number(parts[2]),
    ...(parts[3] === undefined ? {} : { busPort: Number(parts[3]) }),
    ...(hostname === "" ? {} : { hostname }),
  };
}

function parseSlots(text: string): { from: number; to: number }[] {
  const range = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (range === null) return [];
  const from = Number(range[1]);
  return [{ from, to: range[2] === undefined ? from : Number(range[2]) }];
}
