import type { Metadata } from "next";
import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageTitle } from "@/components/ui/page-title";
import { Panel } from "@/components/ui/panel";

export const metadata: Metadata = { title: "No such page" };

export default function NotFound() {
  return (
    <>
      <PageTitle title="There is no page here" />
      <Panel>
        <EmptyState
          title="The address leads nowhere"
          actions={
            <Link href="/" className="text-accent underline-offset-2 hover:underline">
              To the fleet
            </Link>
          }
        >
          Clusters are found with <kbd className="font-sans text-ink">/</kbd> or from the fleet page.
        </EmptyState>
      </Panel>
    </>
  );
}
