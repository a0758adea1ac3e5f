"use client";

import { useState } from "react";
import { IconButton } from "./button";
import { MonitorIcon, MoonIcon, SunIcon } from "./icons";
import { useShortcut } from "./shortcuts";
import { THEME_COOKIE, type Theme } from "./theme";

const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const WORDS: Record<Theme, string> = { system: "as the system", light: "light", dark: "dark" };
const ICONS = { system: MonitorIcon, light: SunIcon, dark: MoonIcon };
const YEAR_SEC = 31_536_000;

function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers we support
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_SEC}; samesite=lax`;
}

/** System → light → dark. Remembered in a cookie, so that the server sends the right page at once. */
export function ThemeToggle({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const advance = () => {
    const next = NEXT[theme];
    applyTheme(next);
    setTheme(next);
  };
  useShortcut({ keys: "t", label: "Theme: system, light, dark", section: "Everywhere" }, advance);
  const Icon = ICONS[theme];
  return (
    <IconButton label={`Theme: ${WORDS[theme]}. Switch to ${WORDS[NEXT[theme]]}`} onClick={advance}>
      <Icon />
    </IconButton>
  );
}
