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
import { formatCount, formatNumber } from "@/lib/present/words";

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
  const headroom = headroomWords(node);
  return (
    <Tr>
      <RowTh className="max-w-72 align-top">
        <span className="grid grid-cols-[10px_1fr] items-baseline gap-x-2.5">
          <StateMark state={node.state} />
          <RowLink href={href} className="min-w-0 wrap-anywhere">
            {node.address}
          </RowLink>
          <span className="col-start-2 text-small text-pretty text-muted wrap-anywhere">
            {node.state === "ok" ? engineOf(node) : node.reason}
          </span>
        </span>
      </RowTh>
      <Td className="align-top">
        <Words words={roleWords(node)} />
      </Td>
      <Td align="right" className="align-top">
        <Quantity text={formatCount(node.connections)} unknown="not counted yet" />
      </Td>
      <Td className="align-top">
        {headroom === null ? (
          <Quantity text="—" unknown="limit not known" />
        ) : (
          <span className="block">
            <Meter
              ratio={node.headroom?.ratio ?? null}
              tone={headroom.tone}
              label={headroom.main}
              className="mt-1 mb-0.5"
            />
            <span className={classNames("block text-small whitespace-nowrap", TONES[headroom.tone])}>
              {headroom.main}
            </span>
            {headroom.sub !== null && (
              <span className={classNames("block text-small", TONES[headroom.tone])}>{headroom.sub}</span>
            )}
          </span>
        )}
      </Td>
      <Td align="right" className="align-top">
        <Quantity text={formatNumber(node.openedPerSec)} />,{" "}
        <Quantity text={formatNumber(node.closedPerSec)} />
        {node.unattributedPerSec !== null && node.unattributedPerSec > 0 && (
          <span className="block text-small text-muted">{formatNumber(node.unattributedPerSec)} unseen</span>
        )}
        {node.rejectedPerSec !== null && node.rejectedPerSec > 0 && (
          <span className="block text-small text-critical">{formatNumber(node.rejectedPerSec)} rejected</span>
        )}
      </Td>
      <Td className="align-top">
        <Words words={pingWords(node.ping)} unknown="no round trip yet" />
      </Td>
      {withLink && (
        <Td className="align-top">
          {node.role === "primary" ? null : <Words words={linkWords(node)} unknown="link not known" />}
        </Td>
      )}
      <Td className="align-top">
        <span title={stallWords(node.cost)}>
          <Words words={costWords(node.cost)} />
        </span>
      </Td>
      <Td align="right" className="align-top">
        <Age ageMs={node.ageMs} stamp={stamp} />
      </Td>
    </Tr>
  );
}

const TONES = { plain: "text-muted", warning: "text-warning", critical: "text-critical" } as const;

function Words({ words, unknown = "not known" }: { words: CellWords | null; unknown?: string }) {
  if (words === null) return <Quantity text="—" unknown={unknown} />;
  return (
    <>
      <span
        className={classNames(
          "block whitespace-nowrap tabular-nums",
          words.tone !== "plain" && TONES[words.tone],
        )}
      >
        {words.main}
      </span>
      {words.sub !== null && <span className="block text-small text-muted wrap-anywhere">{words.sub}</span>}
    </>
  );
}

function engineOf(node: NodeRow): string {
  return [node.engine, node.version].filter((part) => part !== null).join(" ");
}
