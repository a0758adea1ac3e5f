"use client";

import { useState } from "react";
import { formatInstantInput, parseInstantInput } from "@/lib/present/time";
import { classNames } from "./class-names";

/** Takes "13:48", "-2h", an instant in UTC; what it cannot read it says, and changes nothing. `atMs` null: now. */
export function MomentField({
  label,
  atMs,
  onMoment,
  className,
}: {
  label: string;
  atMs: number | null;
  onMoment: (atMs: number) => void;
  className?: string;
}) {
  const shown = atMs === null ? "" : formatInstantInput(atMs);
  const [typed, setTyped] = useState(shown);
  const [refused, setRefused] = useState(false);
  const submit = () => {
    if (typed.trim() === "" || typed === shown) return;
    const read = parseInstantInput(typed, Date.now());
    setRefused(read === null);
    if (read !== null) onMoment(read);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <input
        type="text"
        aria-label={label}
        aria-invalid={refused}
        title="UTC: 13:48, 2026-11-22 13:48:06, or -2h"
        placeholder="now · type 13:48 or -2h"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setRefused(false);
        }}
        onBlur={submit}
        spellCheck={false}
        autoComplete="off"
        className={classNames(
          "h-7 w-44 border border-line bg-panel px-2.5 text-center text-small tabular-nums hover:border-line-strong aria-invalid:text-critical",
          className,
        )}
      />
      <span role="status" className="sr-only">
        {refused ? "Not a time: write 13:48, 2026-11-22 13:48:06 or -2h" : ""}
      </span>
    </form>
  );
}
