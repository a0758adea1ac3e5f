"use client";

import { useState } from "react";
import { IconButton } from "./button";
import { Dialog } from "./dialog";
import { Kbd } from "./kbd";
import { type Shortcut, useShortcut, useShortcutList } from "./shortcuts";

const ALWAYS: readonly Shortcut[] = [
  { keys: "↑ ↓", label: "Row by row, in tables and lists", section: "Tables" },
  { keys: "Enter", label: "Open the row", section: "Tables" },
  { keys: "Esc", label: "Close, or leave a field", section: "Everywhere" },
];

/** `?`: every key that works on this page. */
export function ShortcutHelp() {
  const [open, setOpen] = useState(false);
  useShortcut({ keys: "?", label: "These keys", section: "Everywhere" }, () => setOpen(true));
  const shortcuts = [...useShortcutList(), ...ALWAYS];
  const sections = [...new Set(shortcuts.map((shortcut) => shortcut.section))].sort();
  return (
    <>
      <IconButton label="Keys" onClick={() => setOpen(true)} className="max-sm:hidden">
        ?
      </IconButton>
      <Dialog open={open} onOpenChange={setOpen} title="Keys" className="max-w-[420px]">
        <div className="max-h-[66vh] overflow-y-auto px-4 pb-4">
          {sections.map((section) => (
            <section key={section} className="mt-2 first:mt-0">
              <h3 className="py-1 text-small text-muted">{section}</h3>
              <dl>
                {shortcuts
                  .filter((shortcut) => shortcut.section === section)
                  .map((shortcut) => (
                    <div
                      key={shortcut.keys}
                      className="flex items-center justify-between gap-4 border-t border-line py-1.5"
                    >
                      <dt>{shortcut.label}</dt>
                      <dd>
                        <Kbd keys={shortcut.keys} />
                      </dd>
                    </div>
                  ))}
              </dl>
            </section>
          ))}
        </div>
      </Dialog>
    </>
  );
}
