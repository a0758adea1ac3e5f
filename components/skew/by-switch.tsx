"use client";

import { Segmented } from "@/components/ui/segmented";
import type { SkewAnswer } from "@/lib/contract/skew";
import { byWords } from "@/lib/present/skew/verdict-words";

/** Whose shares are compared, where there is a choice. */
export function BySwitch({ answer }: { answer: SkewAnswer }) {
  if (answer.available.length < 2) return null;
  return (
    <div className="flex items-center gap-2">
      <span className="text-small text-muted">Compare</span>
      <Segmented
        label="Compare by"
        segments={answer.available.map((by) => ({
          key: by,
          label: byWords(by).many,
          patch: { by, sort: null },
          current: answer.by === by,
        }))}
      />
    </div>
  );
}
