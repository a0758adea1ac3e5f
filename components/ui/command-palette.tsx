"use client";

import { Command } from "cmdk";
import type { ReactNode } from "react";
import { Dialog } from "./dialog";
import { SearchIcon } from "./icons";

export interface PaletteItem {
  readonly id: string;
  readonly label: string;
  /** Where it is, in muted ink. */
  readonly detail: string;
  readonly mark?: ReactNode;
}

export interface PaletteGroup {
  readonly heading: string;
  readonly items: readonly PaletteItem[];
  /** Matches beyond the ones listed. */
  readonly more: number;
}

/** Type, arrows, Enter. Finding and ranking is the caller's: the groups come ready. */
export function CommandPalette({
  open,
  onOpenChange,
  label,
  placeholder,
  query,
  onQuery,
  groups,
  empty,
  footer,
  onChoose,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  label: string;
  placeholder: string;
  query: string;
  onQuery: (query: string) => void;
  groups: readonly PaletteGroup[];
  empty: ReactNode;
  footer?: ReactNode;
  onChoose: (id: string) => void;
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={label} titleHidden className="max-w-[560px]">
      <Command label={label} shouldFilter={false} loop>
        <div className="flex items-center gap-2 border-b border-line px-4 text-muted">
          <SearchIcon />
          <Command.Input
            value={query}
            onValueChange={onQuery}
            placeholder={placeholder}
            className="h-11 w-full bg-transparent text-lead text-ink outline-none"
          />
        </div>
        <Command.List className="max-h-[52vh] overflow-y-auto p-1.5">
          <Command.Empty className="px-3 py-6 text-center text-muted">{empty}</Command.Empty>
          {groups.map((group) => (
            <Command.Group
              key={group.heading}
              heading={group.more > 0 ? `${group.heading} · ${group.more} more, type on` : group.heading}
              className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-small [&_[cmdk-group-heading]]:text-muted"
            >
              {group.items.map((item) => (
                <Command.Item
                  key={item.id}
                  value={item.id}
                  onSelect={() => onChoose(item.id)}
                  className="flex items-center gap-2 rounded-control px-2.5 py-1.5 data-[selected=true]:bg-accent-soft"
                >
                  {item.mark}
                  <span className="max-w-[60%] shrink-0 truncate font-medium">{item.label}</span>
                  <span className="ml-auto min-w-0 truncate text-small text-muted">{item.detail}</span>
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
        {footer !== undefined && (
          <div className="border-t border-line px-4 py-2 text-small text-muted">{footer}</div>
        )}
      </Command>
    </Dialog>
  );
}
