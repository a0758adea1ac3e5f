import type { MetricComparison } from "@/lib/contract/metrics";
import { assertNever } from "../assert-never";
import { compareNatural } from "../charts/series-tones";
import { countOf, formatNumber } from "../words";

export interface ComparisonLine {
  readonly key: string;
  readonly subject: string;
  /** The address as it is, for hover and copies. */
  readonly title: string;
  readonly what: string;
  readonly cloudwatch: string;
  readonly counted: string;
  readonly difference: string;
  readonly over: string;
}

/** CloudWatch beside our own count, by kind and then by name. */
export function prepareComparisons(comparisons: readonly MetricComparison[]): ComparisonLine[] {
  return [...comparisons]
    .sort((a, b) => compareNatural(a.kind, b.kind) || compareNatural(a.subject, b.subject))
    .map((one) => ({
      key: `${one.kind} ${one.subject}`,
      subject: one.subject,
      title: one.node ?? one.subject,
      what: kindWords(one.kind),
      cloudwatch: formatNumber(one.cloudwatch),
      counted: formatNumber(one.counted),
      difference: signed(one.difference),
      over: countOf(one.minutes, "minute"),
    }));
}

function kindWords(kind: MetricComparison["kind"]): string {
  switch (kind) {
    case "connections":
      return "connections";
    case "opened-per-second":
      return "opened / s";
    default:
      return assertNever(kind);
  }
}

/** "+3.0", "−0.2", "0": a difference shows its side. */
function signed(difference: number): string {
  return difference > 0 ? `+${formatNumber(difference)}` : formatNumber(difference);
}

/** What the difference consists of, with the numbers that were measured. */
export function comparisonSentences(comparisons: readonly MetricComparison[]): string[] {
  const sentences: string[] = [];
  const connections = comparisons.filter((one) => one.kind === "connections").map((one) => one.difference);
  if (connections.length > 0) {
    sentences.push(
      `CurrConnections counts ${rangeOf(connections)} than CLIENT LIST. In the difference are AWS's own monitoring connections, Evenkeel's own and links to replicas: CLIENT LIST tells them apart, CloudWatch does not.`,
    );
  }
  if (comparisons.some((one) => one.kind === "opened-per-second")) {
    sentences.push(
      "NewConnections is what AWS counted in a minute, without its own connections since version 6; ours is what lists and counters saw opened, also what came and went between two lists.",
    );
  }
  return sentences;
}

function rangeOf(differences: readonly number[]): string {
  const [least, most] = [Math.min(...differences), Math.max(...differences)];
  const words = (value: number) => formatNumber(Math.abs(value));
  if (least < 0 && most > 0) return `between ${words(least)} fewer and ${words(most)} more`;
  const side = most > 0 ? "more" : "fewer";
  const low = Math.min(Math.abs(least), Math.abs(most));
  const high = Math.max(Math.abs(least), Math.abs(most));
  return words(low) === words(high) ? `${words(high)} ${side}` : `${words(low)} to ${words(high)} ${side}`;
}
