interface Keyed {
  readonly keys: string;
}

export type ShortcutMatch<T> =
  | { readonly kind: "found"; readonly shortcut: T }
  /** These keys begin a shortcut: wait for the next. */
  | { readonly kind: "pending"; readonly keys: readonly string[] }
  | { readonly kind: "none" };

/** The keys typed so far against what is bound. Where a sequence leads nowhere, its last key may begin another. */
export function matchShortcut<T extends Keyed>(
  typed: readonly string[],
  shortcuts: readonly T[],
): ShortcutMatch<T> {
  for (let start = 0; start < typed.length; start += 1) {
    const keys = typed.slice(start);
    const text = keys.join(" ");
    const found = shortcuts.find((shortcut) => shortcut.keys === text);
    if (found) return { kind: "found", shortcut: found };
    if (shortcuts.some((shortcut) => shortcut.keys.startsWith(`${text} `))) return { kind: "pending", keys };
  }
  return { kind: "none" };
}
