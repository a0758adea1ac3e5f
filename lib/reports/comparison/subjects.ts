import type { SkewRow, SkewSide } from "@/lib/contract/skew";
import type { ProxyKind } from "@/lib/domain/proxies/model";
import type { Line } from "@/lib/domain/series/combine";
import type { WatchedNodeRecord } from "@/lib/store/reads/read-watched-nodes";
import type { BackSides } from "./back";
import type { ComparedProxy } from "./compared";
import type { FrontSide } from "./front";
import { addKnown, addSides, noSide, type Side } from "./side";

/** One of those that are compared, with all that was measured of it. */
export interface SkewedSubject {
  readonly name: string;
  readonly kind: ProxyKind;
  readonly zone: string | null;
  readonly weight: number;
  readonly isDeclared: boolean;
  /** Proxies that it is made of; itself, for a proxy; none, for a node. */
  readonly proxies: readonly string[];
  readonly front: SkewSide;
  readonly back: SkewSide;
  /** The side that says who carries how much. */
  readonly judged: Side;
  /** Where opened and closed come from. */
  readonly source: string;
  readonly openedPerSec: number | null;
  readonly closedPerSec: number | null;
  /** By CLIENT LIST. */
  readonly backOpenedPerSec: number | null;
  readonly backClosedPerSec: number | null;
  readonly commandsPerSec: number | null;
  readonly bytesPerSec: number | null;
  readonly latency: SkewRow["latency"];
  readonly latencyLine: Line;
}

const LEDGER = "CLIENT LIST";

/** Proxies: those declared, and those that had somebody in the window. */
export function proxySubjects(
  proxies: readonly ComparedProxy[],
  backs: BackSides,
  fronts: ReadonlyMap<string, FrontSide>,
): SkewedSubject[] {
  const there = proxies.flatMap((proxy) => {
    const sides = { proxy, back: backs.ofProxy(proxy.proxyId), front: fronts.get(proxy.name) };
    const { back, front } = sides;
    return proxy.isDeclared || wasThere(back) || (front !== undefined && wasThere(front)) ? [sides] : [];
  });
  const allCount = there.every(({ proxy, front }) => proxy.kind === "multiplexing" || counts(front));
  return there.map((sides) => proxySubject(sides, allCount));
}

interface ProxySides {
  readonly proxy: ComparedProxy;
  readonly back: Side;
  readonly front: FrontSide | undefined;
}

function counts(front: FrontSide | undefined): front is FrontSide {
  return front !== undefined && front.openedPerSec !== null;
}

function wasThere({ line, openedPerSec }: Side): boolean {
  return (openedPerSec ?? 0) > 0 || line.some((value) => value !== null && value > 0);
}

/**
 * A multiplexing proxy is judged by its clients; what it has open to Redis is its own affair. `allCount`: counters stand
 * beside counters; where one proxy has none, the list tells of all, for it sees no health checks and they do.
 */
function proxySubject({ proxy, back, front }: ProxySides, allCount: boolean): SkewedSubject {
  const none = noSide("no statistics are configured", back.line.length);
  const own = front ?? none;
  const judged = proxy.kind === "multiplexing" ? own : back;
  const counters = counts(front) && (allCount || judged === front) ? front : judged;
  return {
    name: proxy.name,
    kind: proxy.kind,
    zone: proxy.zone,
    weight: proxy.weight,
    isDeclared: proxy.isDeclared,
    proxies: [proxy.name],
    front: own.state,
    back: back.state,
    judged,
    source: (counters === front ? front.source : null) ?? (judged === back ? LEDGER : "no statistics"),
    openedPerSec: counters.openedPerSec,
    closedPerSec: counters.closedPerSec,
    backOpenedPerSec: back.openedPerSec,
    backClosedPerSec: back.closedPerSec,
    commandsPerSec: front?.commandsPerSec ?? null,
    bytesPerSec: front?.bytesPerSec ?? null,
    latency: front?.latency ?? null,
    latencyLine: front?.latencyLine ?? none.line,
  };
}

/** Availability zones: the sums of the proxies declared in them. */
export function zoneSubjects(proxies: readonly SkewedSubject[]): SkewedSubject[] {
  const zones = new Map<string, SkewedSubject[]>();
  for (const proxy of proxies) {
    if (proxy.zone !== null) zones.set(proxy.zone, [...(zones.get(proxy.zone) ?? []), proxy]);
  }
  return [...zones].map(([zone, members]) => {
    const add = (pick: (member: SkewedSubject) => number | null) => members.map(pick).reduce(addKnown);
    const states = (pick: (member: SkewedSubject) => SkewSide) =>
      addSides(members.map((member) => ({ ...member.judged, state: pick(member) }))).state;
    return {
      name: zone,
      kind: members.every((member) => member.kind === "multiplexing") ? "multiplexing" : "tcp",
      zone,
      weight: members.reduce((sum, member) => sum + member.weight, 0),
      isDeclared: members.some((member) => member.isDeclared),
      proxies: members.map((member) => member.name),
      front: states((member) => member.front),
      back: states((member) => member.back),
      judged: addSides(members.map((member) => member.judged)),
      source: [...new Set(members.map((member) => member.source))].join(", "),
      openedPerSec: add((member) => member.openedPerSec),
      closedPerSec: add((member) => member.closedPerSec),
      backOpenedPerSec: add((member) => member.backOpenedPerSec),
      backClosedPerSec: add((member) => member.backClosedPerSec),
      commandsPerSec: add((member) => member.commandsPerSec),
      bytesPerSec: add((member) => member.bytesPerSec),
      latency: slowestOf(members),
      latencyLine: slowestLine(members.map((member) => member.latencyLine)),
    };
  });
}

/** Of a zone the slowest proxy is shown: a mean would hide it. */
function slowestOf(members: readonly SkewedSubject[]): SkewRow["latency"] {
  const known = members.flatMap(({ latency }) => latency ?? []);
  return known.sort((left, right) => (right.medianMs ?? 0) - (left.medianMs ?? 0))[0] ?? null;
}

function slowestLine(lines: readonly Line[]): Line {
  return (lines[0] ?? []).map((_, bucket) => {
    const known = lines.flatMap((line) => line[bucket] ?? []);
    return known.length === 0 ? null : Math.max(...known);
  });
}

/** Nodes that share a load: their clients come straight out of CLIENT LIST. */
export function nodeSubjects(peers: readonly WatchedNodeRecord[], backs: BackSides): SkewedSubject[] {
  return peers.map(({ nodeId, address, goneAt }) => {
    const judged = backs.ofNode(nodeId);
    return {
      name: address,
      kind: "tcp",
      zone: null,
      weight: 1,
      isDeclared: goneAt === null,
      proxies: [],
      front: { state: "none", reason: "a node has one side: what CLIENT LIST shows" },
      back: judged.state,
      judged,
      source: LEDGER,
      openedPerSec: judged.openedPerSec,
      closedPerSec: judged.closedPerSec,
      backOpenedPerSec: judged.openedPerSec,
      backClosedPerSec: judged.closedPerSec,
      commandsPerSec: null,
      bytesPerSec: null,
      latency: null,
      latencyLine: judged.line.map(() => null),
    };
  });
}
