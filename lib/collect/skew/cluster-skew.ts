import { followVerdicts, type VerdictEpisodeState } from "@/lib/domain/skew/episodes";
import { SKEW_SUBJECTS, type SkewBy, type SkewSubject, type SkewWatch } from "@/lib/domain/skew/model";
import { createSkewWatch } from "@/lib/domain/skew/skew-watch";
import { type Loop, startLoop } from "../loop";
import type { Recorder } from "../recorder";
import { within } from "../within";
import { atMsOf, type SkewEvent } from "./skew-events";
import { episodeOf, type SkewPast } from "./skew-past";

export interface ClusterSkewOptions {
  readonly clusterKey: string;
  readonly sweepIntervalMs: number;
  readonly assessIntervalMs: number;
  readonly recorder: Recorder;
  /** Who is compared now; empty: there are not two. */
  readonly subjects: (by: SkewBy) => readonly SkewSubject[];
  readonly past: () => Promise<SkewPast>;
  readonly onError: (error: unknown) => void;
}

/** Judges one cluster's proxies, nodes and zones as their numbers come in. */
export interface ClusterSkew {
  feed(event: SkewEvent): void;
  stop(): Promise<void>;
}

/** The past is looked up once, and watching does not wait for it longer than this. */
const PAST_WITHIN_MS = 10_000;
/** Nodes and discovered proxies are found within this: those that come later begin without a past. */
const FOUND_WITHIN_MS = 60_000;

interface Judged {
  readonly watch: SkewWatch;
  open: readonly VerdictEpisodeState[];
}

export function judgeCluster(options: ClusterSkewOptions): ClusterSkew {
  const { clusterKey, recorder, onError } = options;
  const startedMs = Date.now();
  const judged = new Map<SkewBy, Judged>();
  /** All events since the past began, for watches that are begun a moment later; null: that is over. */
  let early: SkewEvent[] | null = [];
  let wereOpen: readonly VerdictEpisodeState[] = [];
  let recalled: "not yet" | "asking" | "done" = "not yet";

  const recall = async (): Promise<void> => {
    if (early === null) return;
    const past = await within(options.past(), PAST_WITHIN_MS).catch(() => "too late" as const);
    if (past === "too late" || early === null) return;
    // What came in since we began may have been stored by now: it is fed as it came.
    early = [...past.events.filter((event) => atMsOf(event) < startedMs), ...early];
    wereOpen = past.open;
  };

  const begin = (by: SkewBy, subjects: readonly SkewSubject[], nowMs: number): Judged => {
    const watch = createSkewWatch({ by, sweepIntervalMs: options.sweepIntervalMs });
    const first = early?.[0];
    watch.setSubjects(subjects, first === undefined ? nowMs : atMsOf(first));
    for (const event of early ?? []) feedTo(watch, event);
    const begun = { watch, open: wereOpen.filter(({ verdict }) => verdict.by === by) };
    judged.set(by, begun);
    return begun;
  };

  const assess = (by: SkewBy, nowMs: number): void => {
    const subjects = options.subjects(by);
    const known = judged.get(by);
    if (subjects.length === 0 && known === undefined) return;
    const current = known ?? begin(by, subjects, nowMs);
    if (known !== undefined) current.watch.setSubjects(subjects, nowMs);
    const assessment = current.watch.assess(nowMs);
    const { open, changed } = followVerdicts(current.open, assessment);
    current.open = open;
    recorder.skewNow(clusterKey, assessment);
    if (changed.length > 0) recorder.verdicts(clusterKey, changed.map(episodeOf));
  };

  const turn = async (): Promise<number> => {
    // Most clusters have nobody to compare: for them the past is not read.
    if (recalled === "not yet" && SKEW_SUBJECTS.some((by) => options.subjects(by).length > 0)) {
      recalled = "asking";
      recall().then(() => {
        recalled = "done";
        loop.hurry();
      }, onError);
    }
    const nowMs = Date.now();
    if (recalled === "done") for (const by of SKEW_SUBJECTS) assess(by, nowMs);
    if (nowMs - startedMs > FOUND_WITHIN_MS) early = null;
    return options.assessIntervalMs;
  };

  const loop: Loop = startLoop({ firstDelayMs: options.assessIntervalMs, turn, onError });
  return {
    feed(event) {
      early?.push(event);
      for (const { watch } of judged.values()) feedTo(watch, event);
    },
    stop: () => loop.stop(),
  };
}

function feedTo(watch: SkewWatch, event: SkewEvent): void {
  switch (event.kind) {
    case "sweep":
      watch.sweep(event.sweep);
      return;
    case "proxy":
      watch.proxy(event.report);
  }
}
