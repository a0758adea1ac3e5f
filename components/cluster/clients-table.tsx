"use client";

import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { Table, Th } from "@/components/ui/table";
import { useView } from "@/components/ui/use-view";
import { ViewLink } from "@/components/ui/view-link";
import type { ClientsAnswer } from "@/lib/contract/clients";
import { CLIENTS_PAGE, clientsSortOf } from "@/lib/present/cluster/ask";
import { formatCount } from "@/lib/present/words";
import { NO_FILTER } from "./client-filters";
import { ClientTr } from "./client-tr";

/** Single connections, a page at a time. */
export function ClientsTable({
  answer,
  page,
  onNext,
  onBack,
  onHold,
  held,
}: {
  answer: ClientsAnswer;
  /** From 0. */
  page: number;
  onNext: (cursor: string) => void;
  onBack: () => void;
  /** The pointer is on the rows: they should stand still. */
  onHold: (held: boolean) => void;
  held: boolean;
}) {
  const first = page * CLIENTS_PAGE + 1;
  const last = page * CLIENTS_PAGE + answer.connections.length;
  const { nextCursor } = answer;
  const paging = (page > 0 || nextCursor !== null) && (
    <>
      <Button disabled={page === 0} onClick={onBack}>
        Back
      </Button>
      <Button disabled={nextCursor === null} onClick={() => nextCursor !== null && onNext(nextCursor)}>
        Next {CLIENTS_PAGE}
      </Button>
    </>
  );
  return (
    <Panel
      title="Connections"
      note={
        answer.connections.length === 0
          ? undefined
          : `${formatCount(first)} – ${formatCount(last)} of ${formatCount(answer.matching)}${held ? "; held still while you point at them" : ""}`
      }
      actions={paging}
      flush
    >
      {answer.connections.length === 0 ? (
        <NoConnections answer={answer} />
      ) : (
        <div onPointerEnter={() => onHold(true)} onPointerLeave={() => onHold(false)}>
          <Table caption="Connections" wide>
            <thead>
              <tr>
                <ConnectionTh column="name">Client name</ConnectionTh>
                <ConnectionTh column="address">Address</ConnectionTh>
                <ConnectionTh column="group">Group</ConnectionTh>
                <ConnectionTh column="proxy">Proxy</ConnectionTh>
                <ConnectionTh column="node">Node</ConnectionTh>
                <Th>User</Th>
                <Th>Library</Th>
                <ConnectionTh column="opened">Opened</ConnectionTh>
                <Th align="right">Age</Th>
                <Th align="right">Id</Th>
              </tr>
            </thead>
            <tbody>
              {answer.connections.map((connection) => (
                <ClientTr
                  key={`${connection.node} ${connection.id}`}
                  connection={connection}
                  at={answer.at}
                  now={answer.now}
                />
              ))}
            </tbody>
          </Table>
        </div>
      )}
      {paging && answer.connections.length > 20 && (
        <div className="flex justify-end gap-2 border-t border-line px-4 py-2.5">{paging}</div>
      )}
    </Panel>
  );
}

/** Texts sort upwards and back to the usual order; opened turns between newest and oldest first. */
function ConnectionTh({ column, children }: { column: string; children: string }) {
  const { view } = useView();
  const opened = column === "opened";
  const newest = opened && clientsSortOf(view.sort) === "newest";
  const chosen = view.sort?.column === column;
  const direction = newest ? "descending" : chosen ? "ascending" : "none";
  const next = opened
    ? newest
      ? { column, direction: "asc" as const }
      : null
    : chosen
      ? null
      : { column, direction: "asc" as const };
  return (
    <Th aria-sort={direction}>
      <ViewLink
        patch={{ sort: next }}
        className="inline-flex items-baseline gap-1 whitespace-nowrap hover:text-ink"
      >
        {children}
        <span aria-hidden="true" className="text-caption">
          {direction === "none" ? "" : direction === "ascending" ? "↑" : "↓"}
        </span>
      </ViewLink>
    </Th>
  );
}

function NoConnections({ answer }: { answer: ClientsAnswer }) {
  if (answer.total === 0) {
    const listed = answer.nodes.some((node) => node.sweptAt !== null);
    return (
      <EmptyState title={listed ? "Nobody was connected" : "Nothing is known of this moment"}>
        {!listed && (
          <p>It lies before the first list of clients, or beyond the days for which lists are kept.</p>
        )}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No connection passes the filters"
      actions={
        <ViewLink patch={NO_FILTER} className="text-accent underline-offset-2 hover:underline">
          Show all {formatCount(answer.total)}
        </ViewLink>
      }
    />
  );
}
