/** Ticks of a UTC time axis whose labels do not touch each other. */
export interface TimeTick {
  readonly atMs: number;
  readonly label: string;
  /** Where the label hangs on its tick: the outermost ones turn inward when they would be cut. */
  readonly anchor: "start" | "middle" | "end";
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 4, 7, 14].map((n) => n * DAY),
] as const;
const MONTH_STEPS = [1, 2, 3, 6] as const;
const LONGEST_MONTH_MS = 31 * DAY;
/** 5 January 1970 was a Monday: steps of a week begin there. */
const MONDAY_MS = 4 * DAY;

/** Width of "13:15:30" at 11 px in tabular figures, plus the air that keeps two labels apart. */
const LABEL_PX = { seconds: 50, minutes: 34, days: 44 } as const;
const LABEL_GAP_PX = 26;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * @param box plot width in px and the px free on both sides of it, which a label may use
 */
export function placeTimeTicks(
  fromMs: number,
  toMs: number,
  box: { widthPx: number; leftPx: number; rightPx: number },
): TimeTick[] {
  const span = toMs - fromMs;
  if (!(span > 0) || !(box.widthPx > 0)) return [];
  const fits = (stepMs: number) => (stepMs / span) * box.widthPx >= labelPx(stepMs) + LABEL_GAP_PX;
  const stepMs = STEPS_MS.find(fits);
  const places = stepMs === undefined ? monthStarts(fromMs, toMs, fits) : multiples(fromMs, toMs, stepMs);
  return places.map((atMs) => {
    const x = ((atMs - fromMs) / span) * box.widthPx;
    const label = labelOf(atMs, stepMs ?? LONGEST_MONTH_MS);
    return { atMs, label, anchor: anchorAt(x, labelPx(stepMs ?? LONGEST_MONTH_MS), box) };
  });
}

function multiples(fromMs: number, toMs: number, stepMs: number): number[] {
  const zero = stepMs % (7 * DAY) === 0 ? MONDAY_MS : 0;
  const places: number[] = [];
  for (let atMs = zero + Math.ceil((fromMs - zero) / stepMs) * stepMs; atMs <= toMs; atMs += stepMs) {
    places.push(atMs);
  }
  return places;
}

function monthStarts(fromMs: number, toMs: number, fits: (stepMs: number) => boolean): number[] {
  const months = MONTH_STEPS.find((count) => fits(count * 28 * DAY)) ?? 12;
  const year = new Date(fromMs).getUTCFullYear();
  const places: number[] = [];
  for (let month = 0, atMs = 0; atMs <= toMs; month += months) {
    atMs = Date.UTC(year, month, 1);
    if (atMs >= fromMs && atMs <= toMs) places.push(atMs);
  }
  return places;
}

function anchorAt(x: number, label: number, box: { widthPx: number; leftPx: number; rightPx: number }) {
  if (x + box.leftPx < label / 2) return "start";
  if (box.widthPx - x + box.rightPx < label / 2) return "end";
  return "middle";
}

function labelPx(stepMs: number): number {
  if (stepMs < MINUTE) return LABEL_PX.seconds;
  return stepMs < DAY ? LABEL_PX.minutes : LABEL_PX.days;
}

/** Midnight is labelled with its day, so that a night in the window can be told from the day before. */
function labelOf(atMs: number, stepMs: number): string {
  const at = new Date(atMs);
  if (stepMs >= DAY || atMs % DAY === 0) return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ""}`;
  const hours = String(at.getUTCHours()).padStart(2, "0");
  const minutes = String(at.getUTCMinutes()).padStart(2, "0");
  if (stepMs >= MINUTE) return `${hours}:${minutes}`;
  return `${hours}:${minutes}:${String(at.getUTCSeconds()).padStart(2, "0")}`;
}
