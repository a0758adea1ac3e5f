"use client";

import { formatAge } from "@/lib/present/words";
import { Button } from "./button";
import { useElapsedSec } from "./clock";
import { Notice } from "./notice";

/**
 * A question that was not answered, over the last good answer. `stamp` is the `now` of that answer; null: there is none.
 */
export function ErrorNotice({
  title,
  detail,
  stamp,
  onRetry,
}: {
  title: string;
  detail?: string | undefined;
  stamp: string | null;
  onRetry?: () => void;
}) {
  return (
    <Notice tone="critical" title={title} actions={onRetry && <Button onClick={onRetry}>Try again</Button>}>
      {detail !== undefined && <p>{detail}</p>}
      {stamp !== null && <LastGood stamp={stamp} />}
    </Notice>
  );
}

function LastGood({ stamp }: { stamp: string }) {
  const elapsedSec = useElapsedSec(stamp);
  return <p>What you see below is what was known {formatAge(elapsedSec * 1000)} ago.</p>;
}
