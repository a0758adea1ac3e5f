"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Notice } from "@/components/ui/notice";
import { QueryNotice } from "@/components/ui/query-notice";
import { useView } from "@/components/ui/use-view";
import { clientsQuery, clusterQuery } from "@/lib/browser/queries";
import { askClients } from "@/lib/present/cluster/ask";
import { sweptWords } from "@/lib/present/cluster/moment";
import { ClientFilters } from "./client-filters";
import { ClientsTable } from "./clients-table";
import { GroupsTable } from "./groups-table";
import { keepWithin } from "./kept-data";
import { MomentPanel } from "./moment-panel";
import { ClientsSkeleton } from "./overview-skeleton";

/** Who is connected, or was at a chosen moment: groups first, then single connections. */
export function ClientsView({ id }: { id: string }) {
  const { view } = useView();
  const [pages, setPages] = useState<{ of: string; cursors: readonly string[] }>({ of: "", cursors: [] });
  const asked = JSON.stringify(askClients(view, null));
  // Another question begins at its first page.
  const cursors = pages.of === asked ? pages.cursors : [];
  const [held, setHeld] = useState(false);
  const clients = useQuery({
    ...clientsQuery(id, askClients(view, cursors.at(-1) ?? null)),
    ...(held && { refetchInterval: false as const }),
    placeholderData: keepWithin(id),
  });
  const cluster = useQuery(clusterQuery(id));
  const answer = clients.data;
  const swept = answer && sweptWords(answer);
  return (
    <div className="grid grid-cols-1 gap-3.5">
      <MomentPanel id={id} answer={answer} exact={swept?.exact ?? null} />
      <div className="empty:hidden [&>*]:mb-0">{!cluster.isError && <QueryNotice query={clients} />}</div>
      {swept && swept.missing.length > 0 && (
        <div className="-mb-3.5">
          <Notice tone="warning" title={missingTitle(swept.missing.length, answer.nodes.length)}>
            <ul>
              {swept.missing.slice(0, MOST_MISSING).map((one) => (
                <li key={one}>{one}</li>
              ))}
              {swept.missing.length > MOST_MISSING && <li>and {swept.missing.length - MOST_MISSING} more</li>}
            </ul>
          </Notice>
        </div>
      )}
      {answer ? (
        <>
          <ClientFilters answer={answer} cluster={cluster.data} />
          {answer.groups.length > 0 && <GroupsTable answer={answer} cluster={cluster.data} />}
          <ClientsTable
            answer={answer}
            page={cursors.length}
            onNext={(cursor) => setPages({ of: asked, cursors: [...cursors, cursor] })}
            onBack={() => setPages({ of: asked, cursors: cursors.slice(0, -1) })}
            onHold={setHeld}
            held={held && answer.live}
          />
        </>
      ) : (
        !clients.isError && <ClientsSkeleton />
      )}
    </div>
  );
}

const MOST_MISSING = 6;

function missingTitle(missing: number, all: number): string {
  return all === missing
    ? "No node was listed up to this moment"
    : `${missing} of ${all} nodes ${missing === 1 ? "is" : "are"} missing from what you see`;
}
