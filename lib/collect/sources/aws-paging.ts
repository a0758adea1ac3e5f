import { OddAnswer } from "./aws-exchange";

export interface Page<T> {
  readonly items: readonly T[];
  /** Of the next page; missing or empty: this is the last one. */
  readonly next: string | undefined;
}

/** 100 records a page: 50,000 nodes in one region are more than AWS's quotas allow. */
const MOST_PAGES = 500;

/** All pages in a row. Rejects when they do not end: a marker comes twice, or there are too many. */
export async function allPages<T>(ask: (marker: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  const seen = new Set<string>();
  let marker: string | undefined;
  do {
    const page = await ask(marker);
    items.push(...page.items);
    marker = page.next === "" ? undefined : page.next;
    if (marker !== undefined && (seen.has(marker) || seen.size >= MOST_PAGES))
      throw new OddAnswer("endless", 200);
    if (marker !== undefined) seen.add(marker);
  } while (marker !== undefined);
  return items;
}
