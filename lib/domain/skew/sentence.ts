import { LABEL } from "./evidence-labels";
import type { SkewVerdict } from "./model";
import { countWord, evidenceValue, milliseconds, nounOf, percent, times } from "./words";

/** The verdict in plain words with its numbers: what a person on call reads first. */
export function verdictSentence(verdict: SkewVerdict): string {
  switch (verdict.kind) {
    case "lifo-drift":
      return driftSentence(verdict);
    case "uneven-arrivals":
      return arrivalsSentence(verdict);
    case "proxy-restarted":
    case "proxy-added":
      return happenedSentence(verdict);
    case "leak":
      return leakSentence(verdict);
    case "hot-connections":
      return hotSentence(verdict);
    case "balanced":
      return balancedSentence(verdict);
    case "insufficient-data":
      return `Not enough is known to say more: ${verdict.condition ?? "no numbers yet"}.`;
  }
}

function driftSentence(verdict: SkewVerdict): string {
  const subject = verdict.subject ?? "one";
  const hazard = evidenceValue(verdict, LABEL.hazard);
  const less =
    hazard === null ? "less often" : hazard < 0.02 ? "hardly ever" : `${times(1 / hazard)} less often`;
  const own = evidenceValue(verdict, LABEL.latencyOwn);
  const others = evidenceValue(verdict, LABEL.latencyOthers);
  const isSlowest = own !== null && others !== null && own > 1.5 * others;
  const why = isSlowest
    ? `It answers slowest (${milliseconds(own)} against ${milliseconds(others)}), so last-in-first-out pools keep handing its connections out and let the fast ones idle away.`
    : "Its connections stay in use while the others' idle away: last-in-first-out pools keep handing out what was returned last.";
  const settled =
    verdict.trend === "settled"
      ? ` It has settled at ${percent(evidenceValue(verdict, LABEL.share) ?? 0)} of the connections.`
      : "";
  return `${evenSentence(verdict)}, but connections through ${subject} are closed ${less}. ${why}${settled}`;
}

/** "All four proxies receive new connections evenly (25 ± 1 % each)". */
function evenSentence(verdict: SkewVerdict): string {
  const count = evidenceValue(verdict, LABEL.compared);
  const fair = evidenceValue(verdict, LABEL.fairShare);
  if (count === null || fair === null) return "New connections are spread evenly";
  const all =
    count === 2
      ? `Both ${nounOf(verdict.by, count)}`
      : `All ${countWord(count)} ${nounOf(verdict.by, count)}`;
  const spread = arrivalSpread(verdict, count);
  const isEqual = Math.abs(fair * count - 1) < 0.01;
  if (spread === null || !isEqual) return `${all} receive new connections evenly`;
  const whole = fair * 100 >= 10;
  const share = whole ? Math.round(fair * 100) : (fair * 100).toFixed(1);
  const off = whole ? Math.max(1, Math.round(spread * 100)) : Math.max(0.1, spread * 100).toFixed(1);
  return `${all} receive new connections evenly (${share} ± ${off} % each)`;
}

/** How far the share of new connections of any lies from the mean. */
function arrivalSpread(verdict: SkewVerdict, count: number): number | null {
  const own = evidenceValue(verdict, LABEL.openedOwn);
  const least = evidenceValue(verdict, LABEL.openedLeast);
  const most = evidenceValue(verdict, LABEL.openedMost);
  if (own === null || least === null || most === null) return null;
  const mean = (own + ((least + most) / 2) * (count - 1)) / count;
  if (mean <= 0) return null;
  return Math.max(...[own, least, most].map((rate) => Math.abs(rate - mean))) / (count * mean);
}

function arrivalsSentence(verdict: SkewVerdict): string {
  const ratio = evidenceValue(verdict, LABEL.arrivals) ?? 1;
  const share = evidenceValue(verdict, LABEL.share) ?? 0;
  const fair = evidenceValue(verdict, LABEL.fairShare) ?? 0;
  const how =
    ratio >= 1
      ? `${times(ratio)} its fair share of new connections`
      : `only ${percent(ratio)} of its fair share of new connections`;
  return `${verdict.subject ?? "One"} receives ${how} and holds ${percent(share)} of them all (fair ${percent(fair)}). Its connections are closed as the others' are: what sends them there is uneven.`;
}

function happenedSentence(verdict: SkewVerdict): string {
  const subject = verdict.subject ?? "One";
  const share = percent(evidenceValue(verdict, LABEL.share) ?? 0);
  const fair = percent(evidenceValue(verdict, LABEL.fairShare) ?? 0);
  const before = evidenceValue(verdict, LABEL.before);
  const lost = before === null ? "lost its connections" : `lost its ${Math.round(before)} connections`;
  const what = verdict.kind === "proxy-added" ? `${subject} is new` : `${subject} restarted and ${lost}`;
  return `${what}: it holds ${share} of the connections (fair ${fair}) and gets only its share of new ones, so it stays low until the others close theirs.`;
}

function leakSentence(verdict: SkewVerdict): string {
  const long = Math.round(evidenceValue(verdict, LABEL.longIdle) ?? 0);
  const sec = evidenceValue(verdict, LABEL.longerThan) ?? 0;
  const rise = evidenceValue(verdict, LABEL.longRise);
  const where = verdict.subject === null ? "" : ` through ${verdict.subject}`;
  const more = rise === null ? "ever more of them" : `${Math.round(rise)} more an hour`;
  return `${verdict.group ?? "A client group"} does not give connections back: ${long} of its connections${where} have been idle for more than ${sec} s, ${more}, while new ones are opened in their place.`;
}

function hotSentence(verdict: SkewVerdict): string {
  const subject = verdict.subject ?? "One";
  const load = evidenceValue(verdict, LABEL.loadRatio) ?? 1;
  const busiest = evidenceValue(verdict, LABEL.busiest);
  const few =
    busiest === null
      ? `${verdict.group ?? "one client group"} pipelines through few connections there`
      : `the busiest 5 % of connections carry ${percent(busiest)} of the commands, most of them of ${verdict.group ?? "one client group"}`;
  return `Connections are spread evenly, but ${subject} carries ${times(load)} its fair share of the load: ${few}.`;
}

function balancedSentence(verdict: SkewVerdict): string {
  const departure = evidenceValue(verdict, LABEL.departure);
  const count = evidenceValue(verdict, LABEL.compared);
  const who =
    count === null
      ? "Connections"
      : `The connections of the ${countWord(count)} ${nounOf(verdict.by, count)}`;
  return departure === null
    ? `${who} are balanced.`
    : `${who} are balanced within ${percent(departure)} of their fair share: no more than chance.`;
}
