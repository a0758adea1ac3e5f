import { logistic, upTo } from "./confidence";
import { evidence } from "./evidence";
import { LABEL } from "./evidence-labels";
import { idleLongerThan } from "./idle-quantile";
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
    const top = parts.sort((left, right) => right.signs.longIdle - left.signs.longIdle)[0];
    if (top !== undefined) {
      const { fairShare } = top.subject;
      const all = idleLongerThan(whole.level?.idle ?? [], top.signs.longerThanSec);
      // In a lull connections lie idle everywhere; a leak at one subject leaves the others as they were.
      if (top.signs.longIdle >= (fairShare + CONCENTRATED * (1 - fairShare)) * all) {
        return [verdictOf(view, top.subject, whole, top.signs)];
      }
    }
    const signs = leakSigns(whole, whole.idleAtClose, true);
    return signs === null ? [] : [verdictOf(view, null, whole, signs)];
  });
}

function partOf(
  view: SkewView,
  subject: ViewSubject,
  whole: CellTrack,
): { subject: ViewSubject; signs: LeakSigns }[] {
  const track = view.history.tracks.cells.get(`${subject.slot}\u0000${whole.group}`);
  const signs = track === undefined ? null : leakSigns(track, whole.idleAtClose, false);
  return signs === null ? [] : [{ subject, signs }];
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
    confidence: logistic(2 + 1.2 * sure + upTo(1, 3 * (signs.part - 0.06))),
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
