import { UNKNOWN } from "@/lib/present/words";
import { classNames } from "./class-names";

/** A ready-made number with its unit. An unknown one is a dash that says so aloud, and never a zero. */
export function Quantity({
  text,
  unknown = "not known",
  className,
}: {
  /** From lib/present/words: "2,412", "41.2 s" or UNKNOWN. */
  text: string;
  /** What is read aloud, and shown on hover, in place of a number. */
  unknown?: string;
  className?: string;
}) {
  if (text !== UNKNOWN)
    return <span className={classNames("whitespace-nowrap tabular-nums", className)}>{text}</span>;
  return (
    <span className="text-muted" title={unknown}>
      <span aria-hidden="true">{UNKNOWN}</span>
      <span className="sr-only">{unknown}</span>
    </span>
  );
}
