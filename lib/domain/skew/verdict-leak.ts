import { logistic, upTo } from "./confidence";
import { evidence } from "./evidence";
import { LABEL } from "./evidence-labels";
import { type LeakSigns, leakSigns } from "./leak-signs";
import type { SkewVerdict } from "./model";
import { ALL_SUBJECTS, type CellTrack } from "./tracks";
import type { SkewView, ViewSubject } from "./view";

/** A leak is at one subject if it holds this part of what lies idle, beyond its fair share. */
const CONCENTRATED = 0.5;

/**
 * Leaks of client groups: where one subject holds most of what is lost it is named, else the group alone. A leak on a slow
 * proxy opens and closes exactly as a drift does; that its connections are idle is what tells them apart.
 */
export function leaks(view: SkewView): SkewVerdict[] {
  const { cells } = view.history.tracks;
  const wholes = [...cells.values()].filter(({ slot }) => slot === ALL_SUBJECTS);
  return wholes.flatMap((whole) => {
    const parts = view.subjects.flatMap((subject) => partOf(view, subject, whole));
    const lost = parts.reduce((sum, { signs }) => sum + signs.longIdle, 0);
    const top = parts.sort((left, right) => right.signs.longIdle - left.signs.longIdle)[0];
    const signs = leakSigns(whole, whole.idleAtClose);
    if (top !== undefined) {
      const all = Math.max(lost, signs?.longIdle ?? 0);
      const fair = top.subject.fairShare;
      if (top.signs.longIdle >= (fair + CONCENTRATED * (1 - fair)) * all) {
        return [verdictOf(view, top.subject, whole, top.signs)];
      }
    }
    return signs === null ? [] : [verdictOf(view, null, whole, signs)];
  });
}

function partOf(
  view: SkewView,
  subject: ViewSubject,
  whole: CellTrack,
): { subject: ViewSubject; signs: LeakSigns }[] {
  const track = view.history.tracks.cells.get(`${subject.slot}\u0000${whole.group}`);
  const signs = track === undefined ? null : leakSigns(track, whole.idleAtClose, withOthers(track, whole));
  return signs === null ? [] : [{ subject, signs }];
}

/** What the track would count if it had gone with the rest of its group since its first point. */
function withOthers(track: CellTrack, whole: CellTrack): (atMs: number) => number | null {
  const all = new Map(whole.points.map(({ atMs, connections }) => [atMs, connections]));
  const rest = new Map(
    track.points.flatMap(({ atMs, connections }) => {
      const sum = all.get(atMs);
      return sum === undefined ? [] : [[atMs, sum - connections] as const];
    }),
  );
  const first = track.points.find(({ atMs }) => (rest.get(atMs) ?? 0) > 0);
  if (first === undefined) return () => null;
  const scale = first.connections / (rest.get(first.atMs) ?? 1);
  return (atMs) => (rest.get(atMs) ?? 0) * scale;
}

function verdictOf(
  view: SkewView,
  subject: ViewSubject | null,
  whole: CellTrack,
  signs: LeakSigns,
): SkewVerdict {
  const sure = upTo(2, -Math.log10(Math.max(signs.probability, 1e-9)) - 2) / 2;
  return {
    kind: "leak",
    by: view.by,
    subject: subject?.state.name ?? null,
    group: whole.group,
    sinceMs: signs.sinceMs,
    confidence: logistic(1.2 + 1.2 * sure + upTo(1, 3 * (signs.part - 0.06))),
    trend: "growing",
    evidence: [
      ...evidence(LABEL.longIdle, signs.longIdle, "connections"),
      ...evidence(LABEL.longerThan, signs.longerThanSec, "seconds"),
      ...evidence(LABEL.longPart, signs.part, "share"),
      ...evidence(LABEL.longRise, signs.perHour, "per_hour"),
      ...evidence(LABEL.chance, signs.probability, "share"),
      ...evidence(LABEL.share, subject?.share ?? null, "share"),
      ...evidence(LABEL.fairShare, subject?.fairShare ?? null, "share"),
    ],
    condition: null,
  };
}
