import { logistic, upTo } from "./confidence";
import { evidence } from "./evidence";
import { LABEL } from "./evidence-labels";
import type { Finding } from "./finding";
import { type Load, loadOf } from "./load";
import { chanceRatio } from "./share-ratio";
import { ALL_SUBJECTS } from "./tracks";
import type { SkewView, ViewSubject } from "./view";

/** Counts this near to fair are equal. */
const EQUAL = 0.25;
/** Load ÷ fair load. */
const MIN_LOAD = 1.5;
/** The busiest 5 % of connections carry at least this part of the commands. */
const MIN_BUSIEST = 0.5;
/** Where the server counts no commands: connections that pipeline are few, at most this part of all. */
const FEW = 0.1;

/** Connections are spread evenly, but a few of them carry most of the load: a group that pipelines on few connections. */
export function hotConnections(view: SkewView): Finding {
  const fewest = Math.min(...view.subjects.map(({ fairShare }) => fairShare * view.total));
  const equal = Math.max(EQUAL, chanceRatio(view.subjects.length, fewest) - 1);
  if (view.subjects.some(({ ratio }) => Math.abs((ratio?.value ?? 1) - 1) >= equal))
    return { state: "no", why: null };
  const load = loadOf(view);
  if (load === null) return { state: "no", why: null };
  const ratioOf = ({ slot, fairShare }: ViewSubject): number =>
    (load.perSec.get(slot) ?? 0) / (load.total * fairShare);
  const subject = [...view.subjects].sort((left, right) => ratioOf(right) - ratioOf(left))[0];
  if (subject === undefined || ratioOf(subject) < MIN_LOAD) return { state: "no", why: null };
  const group = hottestGroup(view, subject);
  if (group === null) return { state: "no", why: null };
  const unit = load.measure === "bytes" ? "bytes_per_second" : "per_second";
  const others = view.subjects
    .filter(({ slot }) => slot !== subject.slot)
    .map(({ slot }) => load.perSec.get(slot) ?? 0);
  return {
    state: "yes",
    verdict: {
      kind: "hot-connections",
      by: view.by,
      subject: subject.state.name,
      group: group.name,
      sinceMs: null,
      confidence: confidenceOf(ratioOf(subject), group, load),
      trend: null,
      evidence: [
        ...evidence(LABEL.loadRatio, ratioOf(subject), "ratio"),
        ...evidence(`${load.measure} there`, load.perSec.get(subject.slot) ?? null, unit),
        ...evidence(`${load.measure}, least of the others`, Math.min(...others), unit),
        ...evidence(`${load.measure}, most of the others`, Math.max(...others), unit),
        ...evidence(LABEL.connectionRatio, subject.ratio?.value ?? null, "ratio"),
        ...evidence(LABEL.busiest, group.busiest, "share"),
        ...evidence(LABEL.pipelining, group.pipelining, "connections"),
      ],
      condition:
        group.busiest === null
          ? "the server does not count commands per connection; the group is the one that pipelines there"
          : null,
    },
  };
}

interface HotGroup {
  readonly name: string;
  /** Null: not counted per connection. */
  readonly busiest: number | null;
  readonly pipelining: number | null;
}

function hottestGroup(view: SkewView, subject: ViewSubject): HotGroup | null {
  const tracks = [...view.history.tracks.cells.values()];
  const own = tracks.filter(({ slot }) => slot === subject.slot);
  const wholes = tracks.filter(({ slot }) => slot === ALL_SUBJECTS);
  const commands = wholes.reduce((sum, track) => sum + (track.commands ?? 0), 0);
  const counted = wholes.some(({ busiest }) => busiest !== null);
  if (counted && commands > 0) {
    const part = wholes.reduce((sum, { busiest }) => sum + (busiest?.commands ?? 0), 0) / commands;
    if (part < MIN_BUSIEST) return null;
    const hottest = own.sort(
      (left, right) => (right.busiest?.commands ?? 0) - (left.busiest?.commands ?? 0),
    )[0];
    return hottest === undefined
      ? null
      : { name: hottest.group, busiest: part, pipelining: hottest.level?.pipelining ?? null };
  }
  const pipelining = own.reduce((sum, { level }) => sum + (level?.pipelining ?? 0), 0);
  const hottest = own.sort(
    (left, right) => (right.level?.pipelining ?? 0) - (left.level?.pipelining ?? 0),
  )[0];
  if (pipelining === 0 || hottest === undefined || pipelining > Math.max(2, FEW * subject.connections))
    return null;
  return { name: hottest.group, busiest: null, pipelining };
}

function confidenceOf(ratio: number, group: HotGroup, load: Load): number {
  const known = group.busiest === null ? 0 : 1.5 + 3 * upTo(0.4, group.busiest - MIN_BUSIEST);
  return logistic(
    0.8 + known + upTo(1, Math.log(ratio / MIN_LOAD)) + (load.measure === "commands" ? 0.5 : 0),
  );
}
