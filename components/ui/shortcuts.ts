"use client";

import { useEffect, useRef, useSyncExternalStore } from "react";
import { matchShortcut } from "./shortcut-match";

export interface Shortcut {
  /** Keys one after the other, separated by a space: "/", "g f", "[". */
  readonly keys: string;
  readonly label: string;
  /** Heading under which the help lists it. */
  readonly section: string;
}

interface Registered extends Shortcut {
  readonly run: () => void;
}

/** A second key that comes later than this is a new beginning. */
const SEQUENCE_MS = 1200;

const registered = new Map<symbol, Registered>();
const listeners = new Set<() => void>();
let snapshot: readonly Shortcut[] = [];
let typed: { keys: string[]; at: number } = { keys: [], at: 0 };

function publish(): void {
  snapshot = [...registered.values()];
  for (const notify of listeners) notify();
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.key.length !== 1 || isTyping(event.target)) return;
  if (document.querySelector('[role="dialog"][data-state="open"]')) return;
  const keys = event.timeStamp - typed.at < SEQUENCE_MS ? [...typed.keys, event.key] : [event.key];
  const match = matchShortcut(keys, [...registered.values()]);
  typed = { keys: match.kind === "pending" ? [...match.keys] : [], at: event.timeStamp };
  if (match.kind !== "found") return;
  event.preventDefault();
  match.shortcut.run();
}

/** Binds keys while the component is on the page, and lists them in the help. */
export function useShortcut({ keys, label, section }: Shortcut, run: () => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const id = Symbol(keys);
    if (registered.size === 0) document.addEventListener("keydown", onKeyDown);
    registered.set(id, { keys, label, section, run: () => latest.current() });
    publish();
    return () => {
      registered.delete(id);
      if (registered.size === 0) document.removeEventListener("keydown", onKeyDown);
      publish();
    };
  }, [keys, label, section]);
}

const NONE: readonly Shortcut[] = [];

export function useShortcutList(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
    () => NONE,
  );
}
