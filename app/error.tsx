"use client";

import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { PageTitle } from "@/components/ui/page-title";

/** What is worth reporting: in production Next keeps a server error's message to itself and gives its digest. */
function reportOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const digest = "digest" in error && typeof error.digest === "string" ? ` (${error.digest})` : "";
  return error.message + digest;
}

/** A page that could not be drawn: our mistake, and said so. The shell around it stays usable. */
export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const report = reportOf(error);
  return (
    <>
      <PageTitle
        title="This page could not be drawn"
        summary="Collection goes on; only the drawing failed."
      />
      <Notice
        tone="critical"
        title="Evenkeel made a mistake"
        actions={
          <>
            <CopyButton label="Copy error" text={() => `${window.location.href}\n${report}`} />
            <Button strong onClick={retry}>
              Try again
            </Button>
          </>
        }
      >
        <code className="font-mono text-small [overflow-wrap:anywhere]">{report}</code>
      </Notice>
    </>
  );
}
