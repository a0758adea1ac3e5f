"use client";

import { useEffect, useRef, useState } from "react";
import { CloseIcon } from "./icons";
import { useShortcut } from "./shortcuts";
import { useView } from "./use-view";

/** Long enough to finish a word, short enough to feel at once. Browsers allow about three URL changes a second. */
const SETTLE_MS = 200;

/** The view's text filter `q`. `f` goes there, Escape empties and leaves it. */
export function FilterField({ label, placeholder }: { label: string; placeholder: string }) {
  const { view, show } = useView();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(view.q);
  const [seen, setSeen] = useState(view.q);
  const [sent, setSent] = useState(view.q);
  if (seen !== view.q) {
    setSeen(view.q);
    // Changed by other means (Back, a link): the URL wins over what stands in the field.
    if (view.q !== sent) {
      setTyped(view.q);
      setSent(view.q);
    }
  }
  useEffect(() => {
    if (typed === view.q) return;
    const timer = setTimeout(() => {
      setSent(typed);
      show({ q: typed }, "replace");
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [typed, view.q, show]);
  useShortcut({ keys: "f", label: "Filter", section: "Tables" }, () => field.current?.focus());
  return (
    <div className="relative min-w-40 max-w-64 flex-1 max-sm:max-w-none max-sm:basis-full">
      <input
        ref={field}
        type="text"
        aria-label={label}
        placeholder={placeholder}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          setTyped("");
          event.currentTarget.blur();
        }}
        spellCheck={false}
        autoComplete="off"
        className="h-7 w-full rounded-control border border-line bg-panel pr-8 pl-2.5 text-small text-ink hover:border-line-strong"
      />
      {typed !== "" && (
        <button
          type="button"
          aria-label="Clear the filter"
          onClick={() => setTyped("")}
          className="absolute top-0 right-0 flex size-7 items-center justify-center rounded-control text-muted hover:text-ink"
        >
          <CloseIcon />
        </button>
      )}
    </div>
  );
}
