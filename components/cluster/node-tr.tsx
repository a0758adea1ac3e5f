import { Fragment } from "react";
import { Age } from "@/components/ui/age";
import { classNames } from "@/components/ui/class-names";
import { Meter } from "@/components/ui/meter";
import { Quantity } from "@/components/ui/quantity";
import { StateMark } from "@/components/ui/state-mark";
import { RowLink, RowTh, Td, Tr } from "@/components/ui/table";
import type { NodeRow } from "@/lib/contract/cluster";
import {
  type CellWords,
  costWords,
  headroomWords,
  linkWords,
  pingWords,
  roleWords,
  stallWords,
} from "@/lib/present/cluster/node-words";
import { nodeServiceWords } from "@/lib/present/elasticache/facts";
import { shortenNodes, shortNode } from "@/lib/present/node-names";
import { formatCount, formatNumber, UNKNOWN } from "@/lib/present/words";

const INK = { plain: "", warning: "text-warning", critical: "text-critical" } as const;

/** One node. What is wrong with it stands under its address; a steady one says which server it is. */
export function NodeTr({
  node,
  stamp,
  withLink,
  href,
}: {
  node: NodeRow;
  stamp: string;
  withLink: boolean;
  href: string;
}) {
  const service = nodeServiceWords(node.service, shortNode(node.address));
  return (
    <Tr className="[&>*]:align-top">
      <RowTh>
        <span className="grid grid-cols-[10px_1fr] items-baseline gap-x-2.5">
          <StateMark state={node.state} />
          <RowLink href={href} className="truncate">
            <span title={node.address}>{shortNode(node.address)}</span>
          </RowLink>
          <span className="col-start-2 text-small text-pretty text-muted wrap-anywhere">
            {node.state === "ok" ? (
              <Parts parts={[engineOf(node), ...service]} />
            ) : (
              <>
                {shortenNodes(node.reason)}
                {service.length > 0 && <span className="block">{service.join(" · ")}</span>}
              </>
            )}
          </span>
        </span>
      </RowTh>
      <Td>
        <Words words={roleWords(node)} />
      </Td>
      <Td align="right">
        <Quantity text={formatCount(node.connections)} unknown="not counted yet" />
      </Td>
      <Td>
        <Headroom node={node} />
      </Td>
      <Td align="right">
        <Churn node={node} />
      </Td>
      <Td>
        <Words words={pingWords(node.ping)} unknown="no round trip yet" />
      </Td>
      {withLink && (
        <Td>{node.role === "primary" ? null : <Words words={linkWords(node)} unknown="link not known" />}</Td>
      )}
      <Td>
        <span title={stallWords(node.cost)}>
          <Words words={costWords(node.cost)} />
        </span>
      </Td>
      <Td align="right">
        <Age ageMs={node.ageMs} stamp={stamp} />
      </Td>
    </Tr>
  );
}

/** A line breaks between them, never inside a name. */
function Parts({ parts }: { parts: readonly (string | null)[] }) {
  const said = parts.filter((part) => part !== null && part !== "");
  return said.map((part, index) => (
    <Fragment key={part}>
      <span className="inline-block max-w-full truncate align-bottom">
        {part}
        {index < said.length - 1 && " ·"}
      </span>{" "}
    </Fragment>
  ));
}

function Headroom({ node }: { node: NodeRow }) {
  const words = headroomWords(node);
  if (words === null) return <Quantity text={UNKNOWN} unknown="limit not known" />;
  return (
    <>
      <Meter ratio={node.headroom?.ratio ?? null} tone={words.tone} label={words.main} className="my-1" />
      {[words.main, ...words.subs].map((line) => (
        <span
          key={line}
          className={classNames(
            "block truncate text-small",
            words.tone === "plain" ? "text-muted" : INK[words.tone],
          )}
        >
          {line}
        </span>
      ))}
    </>
  );
}

function Churn({ node }: { node: NodeRow }) {
  const { openedPerSec, closedPerSec, unattributedPerSec, rejectedPerSec } = node;
  const known = openedPerSec !== null && closedPerSec !== null;
  return (
    <>
      <Quantity text={known ? `${formatNumber(openedPerSec)} · ${formatNumber(closedPerSec)}` : UNKNOWN} />
      {unattributedPerSec !== null && unattributedPerSec > 0 && (
        <span className="block text-small text-muted">{formatNumber(unattributedPerSec)} unseen</span>
      )}
      {rejectedPerSec !== null && rejectedPerSec > 0 && (
        <span className="block text-small text-critical">{formatNumber(rejectedPerSec)} rejected</span>
      )}
    </>
  );
}

function Words({ words, unknown = "not known" }: { words: CellWords | null; unknown?: string }) {
  if (words === null) return <Quantity text={UNKNOWN} unknown={unknown} />;
  return (
    <>
      <span className={classNames("block truncate tabular-nums", INK[words.tone])}>{words.main}</span>
      {words.subs.map((sub) => (
        <span key={sub} className="block truncate text-small text-muted" title={sub}>
          {sub}
        </span>
      ))}
    </>
  );
}

function engineOf(node: NodeRow): string {
  return [node.engine, node.version].filter((part) => part !== null).join(" ");
}
