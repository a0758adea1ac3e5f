"use client";

import Link from "next/link";
import type { ComponentProps, KeyboardEvent, MouseEvent, ReactNode } from "react";
import { classNames } from "./class-names";
import { useView } from "./use-view";
import { ViewLink } from "./view-link";

const STEPS: Record<string, (index: number, last: number) => number> = {
  ArrowDown: (index, last) => Math.min(last, index + 1),
  ArrowUp: (index) => Math.max(0, index - 1),
  Home: () => 0,
  End: (_, last) => last,
};

/** Arrows go from row to row; Enter opens, because the row's name is a link. */
function moveBetweenRows(event: KeyboardEvent<HTMLTableElement>): void {
  const step = STEPS[event.key];
  if (!step || !(event.target instanceof HTMLElement) || !("rowLink" in event.target.dataset)) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row-link]")];
  const next = links[step(links.indexOf(event.target), links.length - 1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** A click anywhere in a row follows the row's link, unless it meant something else: a control, or selecting text. */
function followRow(event: MouseEvent<HTMLTableElement>): void {
  if (!(event.target instanceof Element) || event.target.closest("a, button, input, label, summary")) return;
  if (window.getSelection()?.isCollapsed === false) return;
  const { ctrlKey, metaKey, shiftKey } = event;
  const link = event.target.closest("tr")?.querySelector("[data-row-link]");
  link?.dispatchEvent(
    new globalThis.MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }),
  );
}

/**
 * A table that reads aloud well and is walked by keyboard. `caption` names it for those who do not see it.
 * `wide`: scrolls sideways inside its panel where it does not fit (the head then does not stick).
 */
export function Table({
  caption,
  wide = false,
  className,
  children,
}: {
  caption: string;
  wide?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const table = (
    <table
      onKeyDown={moveBetweenRows}
      onClick={followRow}
      className={classNames("w-full border-separate border-spacing-0 text-left text-body", className)}
    >
      <caption className="sr-only">{caption}</caption>
      {children}
    </table>
  );
  return wide ? (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label={caption} tabIndex={0} className="relative overflow-x-auto">
      {table}
    </section>
  ) : (
    table
  );
}

const HEAD =
  "sticky top-0 z-20 border-b border-line bg-panel px-2.5 py-2 text-small font-medium text-muted first:rounded-tl-panel first:pl-4 last:rounded-tr-panel last:pr-4";

export function Th({
  align = "left",
  className,
  ...rest
}: Omit<ComponentProps<"th">, "align"> & { align?: "left" | "right" }) {
  return (
    <th scope="col" className={classNames(HEAD, align === "right" && "text-right", className)} {...rest} />
  );
}

/**
 * A head that sorts, through the URL: `first` is the direction of the first click, the second click turns it,
 * the third goes back to the order in which the answer comes.
 */
export function SortTh({
  column,
  first = "desc",
  align = "left",
  children,
  className,
}: {
  column: string;
  first?: "asc" | "desc";
  align?: "left" | "right";
  children: ReactNode;
  className?: string;
}) {
  const { view } = useView();
  const current = view.sort?.column === column ? view.sort.direction : null;
  const second = first === "asc" ? "desc" : "asc";
  const next = current === null ? first : current === first ? second : null;
  return (
    <Th
      align={align}
      className={className}
      aria-sort={current === null ? "none" : current === "asc" ? "ascending" : "descending"}
    >
      <ViewLink
        patch={{ sort: next === null ? null : { column, direction: next } }}
        className={classNames(
          "inline-flex items-baseline gap-1 rounded-mark whitespace-nowrap hover:text-ink",
          align === "right" && "flex-row-reverse",
          current !== null && "text-ink",
        )}
      >
        {children}
        <span aria-hidden="true" className={classNames("text-caption", current === null && "invisible")}>
          {current === "asc" ? "↑" : "↓"}
        </span>
      </ViewLink>
    </Th>
  );
}

/** A row; with a RowLink in it the whole row is clickable and shows the focus. */
export function Tr({ className, ...rest }: ComponentProps<"tr">) {
  return (
    <tr
      className={classNames(
        "group has-[[data-row-link]]:cursor-pointer has-[[data-row-link]]:hover:bg-hover has-[[data-row-link]:focus-visible]:bg-hover has-[[data-row-link]:focus-visible]:outline-2 has-[[data-row-link]:focus-visible]:-outline-offset-2 has-[[data-row-link]:focus-visible]:outline-accent",
        className,
      )}
      {...rest}
    />
  );
}

const CELL =
  "border-b border-line px-2.5 py-2 align-middle first:pl-4 last:pr-4 group-last:border-b-0 group-last:first:rounded-bl-panel group-last:last:rounded-br-panel";

export function Td({
  align = "left",
  className,
  ...rest
}: Omit<ComponentProps<"td">, "align"> & { align?: "left" | "right" }) {
  return (
    <td className={classNames(CELL, align === "right" && "text-right tabular-nums", className)} {...rest} />
  );
}

/** The row's name: a cell that heads its row. */
export function RowTh({ className, ...rest }: ComponentProps<"th">) {
  return <th scope="row" className={classNames(CELL, "font-normal", className)} {...rest} />;
}

/** The link that a row is: a click anywhere in the row follows it, arrows go from one to the next. */
export function RowLink({
  href,
  className,
  children,
}: {
  href: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Link href={href} data-row-link="" className={classNames("font-semibold outline-none", className)}>
      {children}
    </Link>
  );
}
