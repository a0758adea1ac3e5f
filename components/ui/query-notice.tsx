"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { ProblemError, UnreachableError } from "@/lib/browser/get-json";
import { ErrorNotice } from "./error-notice";

export interface ErrorWords {
  readonly title: string;
  readonly detail: string | undefined;
}

/** What went wrong, for the person on call. */
export function describeError(error: Error): ErrorWords {
  if (error instanceof ProblemError) {
    const { title, detail, errors } = error.problem;
    const fields = errors?.map(({ field, message }) => `${field} ${message}`).join("; ");
    // The detail is a whole sentence for those who see only it, and often begins with the title.
    const rest = detail?.startsWith(`${title}: `) ? detail.slice(title.length + 2) : detail;
    return { title, detail: fields ?? rest };
  }
  if (error instanceof UnreachableError) {
    return error.status === null
      ? {
          title: "Evenkeel does not answer",
          detail: "Its server is down, restarting, or not reachable from here.",
        }
      : { title: "The answer cannot be read", detail: error.message };
  }
  return { title: "The answer cannot be read", detail: error.message };
}

/**
 * Over data that stays up: shown while the latest question has failed. Nothing while all is well.
 * `stamp`: the `now` of the answer that is still shown, where it is not the query's own; null: none is.
 */
export function QueryNotice({
  query,
  stamp = query.data?.now ?? null,
}: {
  query: UseQueryResult<{ now: string }>;
  stamp?: string | null;
}) {
  if (query.error === null) return null;
  const { title, detail } = describeError(query.error);
  return <ErrorNotice title={title} detail={detail} stamp={stamp} onRetry={() => void query.refetch()} />;
}
