"use client";

import { useState } from "react";
import { formatInstantInput, parseInstantInput } from "@/lib/present/time";

/** A moment to be typed or pasted, UTC; what it cannot read it says, and changes nothing. */
export function MomentField({
  label,
  atMs,
  onMoment,
}: {
  label: string;
  atMs: number;
  onMoment: (atMs: number) => void;
}) {
  const shown = formatInstantInput(atMs);
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
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setRefused(false);
        }}
        onBlur={submit}
        spellCheck={false}
        autoComplete="off"
        className="h-7 w-44 rounded-control border border-line bg-panel px-2.5 text-center text-small tabular-nums hover:border-line-strong aria-invalid:text-critical"
      />
      <span role="status" className="sr-only">
        {refused ? "Not a time: write 13:48, 2026-11-22 13:48:06 or -2h" : ""}
      </span>
    </form>
  );
}
