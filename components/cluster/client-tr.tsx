"use client";

import { CopyButton } from "@/components/ui/copy-button";
import { Instant } from "@/components/ui/instant";
import { Td } from "@/components/ui/table";
import { ViewLink } from "@/components/ui/view-link";
import { type ClientConnection, DIRECT } from "@/lib/contract/clients";
import { shortNode } from "@/lib/present/node-names";
import type { ViewPatch } from "@/lib/present/url";
import { formatAge } from "@/lib/present/words";

/** One connection. `at`: the moment shown, from which its age is told. */
export function ClientTr({ connection, at, now }: { connection: ClientConnection; at: string; now: string }) {
  const { addr, proxy, group, node, name, user, libName, libVer, openedAt, id } = connection;
  return (
    <tr className="group hover:bg-hover">
      <Td className="max-w-64 py-1.5!">{name === "" ? <Unsaid>no name</Unsaid> : <Text text={name} />}</Td>
      <Td className="py-1.5!">
        <span className="flex items-center gap-1 whitespace-nowrap tabular-nums">
          {addr}
          <CopyButton
            text={() => addr}
            label={`Copy ${addr}`}
            compact
            className="-my-1 scale-90 border-transparent! bg-transparent! opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 focus-visible:opacity-100 max-sm:opacity-100"
          />
        </span>
      </Td>
      <Td className="max-w-48 py-1.5!">
        <FilterText text={group} patch={{ group }} />
      </Td>
      <Td className="max-w-36 py-1.5!">
        {proxy === null ? (
          <FilterText text="direct" patch={{ proxy: DIRECT }} muted />
        ) : (
          <FilterText text={proxy} patch={{ proxy }} />
        )}
      </Td>
      <Td className="max-w-48 py-1.5!">
        <FilterText text={node} shown={shortNode(node)} patch={{ node }} />
      </Td>
      <Td className="max-w-28 py-1.5!">{user === "" ? <Unsaid>no user</Unsaid> : <Text text={user} />}</Td>
      <Td className="max-w-40 py-1.5!">
        {libName === "" ? <Unsaid>not said</Unsaid> : <Text text={`${libName} ${libVer}`.trim()} />}
      </Td>
      <Td className="py-1.5! whitespace-nowrap">
        <Instant at={openedAt} now={now} />
      </Td>
      <Td align="right" className="py-1.5! whitespace-nowrap text-muted">
        {formatAge(Date.parse(at) - Date.parse(openedAt))}
      </Td>
      <Td align="right" className="py-1.5! text-muted">
        {id}
      </Td>
    </tr>
  );
}

/** Cut by the cell, whole on hover and when copied. */
function Text({ text }: { text: string }) {
  return (
    <span className="block truncate" title={text}>
      {text}
    </span>
  );
}

function FilterText({
  text,
  shown = text,
  patch,
  muted = false,
}: {
  text: string;
  /** In place of a text that is too long to tell rows apart. */
  shown?: string;
  patch: ViewPatch;
  muted?: boolean;
}) {
  return (
    <ViewLink
      patch={patch}
      title={`Only ${text}`}
      className={`block truncate underline-offset-2 hover:underline ${muted ? "text-muted" : ""}`}
    >
      {shown}
    </ViewLink>
  );
}

/** The client did not say: not an empty cell, and not a value. */
function Unsaid({ children }: { children: string }) {
  return <span className="text-muted">{children}</span>;
}
