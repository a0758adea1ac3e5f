import type { ReactNode } from "react";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { PageTitle } from "@/components/ui/page-title";
import { Panel } from "@/components/ui/panel";
import type { FleetFileStatus } from "@/lib/contract/clusters";
import {
  FULL_FLEET_FILE,
  fileName,
  problemsText,
  problemsTitle,
  SMALLEST_FLEET_FILE,
  WATCHING_USER,
} from "@/lib/present/fleet/fleet-file";
import { FileProblems } from "./file-problems";
import { WaitingLine } from "./waiting-line";

const DEFAULT_NAME = "evenkeel.yaml";

/** Nothing is watched yet: how to change that. Turns into the fleet by itself when the file appears. */
export function FleetGuide({
  file,
  stamp,
  failure,
}: {
  file: FleetFileStatus;
  stamp: string;
  failure: ReactNode;
}) {
  const broken = file.state === "invalid";
  const name = file.path === null ? DEFAULT_NAME : fileName(file.path);
  return (
    <>
      <PageTitle
        actions={<WaitingLine what={broken ? "a better file" : "the file"} stamp={stamp} />}
        title={broken ? problemsTitle(file) : "Tell Evenkeel which servers to watch"}
        summary={
          broken ? (
            "Nothing is watched until they are corrected."
          ) : (
            <>
              There is no fleet file yet. Save one as{" "}
              <code className="font-mono text-small [overflow-wrap:anywhere] text-ink">
                {file.path ?? DEFAULT_NAME}
              </code>
              , and this page turns into your fleet: no restart, no reload.
            </>
          )
        }
      />
      {failure}
      {broken && (
        <Panel
          edge="critical"
          title={file.path ?? name}
          actions={<CopyButton label="Copy errors" text={() => problemsText(file)} />}
          className="mb-3.5 text-muted"
        >
          <FileProblems file={file} />
        </Panel>
      )}
      <div className="grid grid-cols-[minmax(0,5fr)_minmax(0,7fr)] gap-3.5 max-lg:grid-cols-1">
        <Panel title="Enough to begin" note={name}>
          <CodeBlock label="The smallest fleet file" code={SMALLEST_FLEET_FILE} />
          <ol className="mt-3.5 grid list-decimal gap-2 pl-5 text-muted marker:text-faint">
            <li>
              One address of the cluster is enough. Standalone, replication or Redis Cluster, Redis or Valkey:
              the rest is discovered from it, and followed when it changes.
            </li>
            <li>
              Watching keeps one named connection to each node and costs it at most{" "}
              <span className="text-ink">0.2 % of its main thread</span>.
            </li>
          </ol>
          <h3 className="mt-4 mb-2 font-semibold">A user that may do no more than watch</h3>
          <CodeBlock label="The user's rights" code={WATCHING_USER} />
          <p className="mt-2 text-muted">
            Before 7.2 leave out <code className="font-mono text-small">+client|setinfo</code>.
          </p>
        </Panel>
        <Panel title="With proxies, client groups, a password and TLS" note={name}>
          <CodeBlock label="A fleet file with everything" code={FULL_FLEET_FILE} />
          <dl className="mt-3.5 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
            <dt className="font-medium">proxies</dt>
            <dd className="text-muted">
              By the addresses that Redis sees: connections are counted per proxy.
            </dd>
            <dt className="font-medium">clients</dt>
            <dd className="text-muted">
              By connection name, ACL user, library or address. The rest is grouped by itself.
            </dd>
            <dt className="font-medium">auth</dt>
            <dd className="text-muted">
              Secrets stay outside: an environment variable, or{" "}
              <code className="font-mono text-small">file:PATH</code>.
            </dd>
          </dl>
          <p className="mt-3.5 border-t border-line pt-3 text-muted">
            To look around first, <code className="font-mono text-small text-ink">npm run demo</code> starts a
            fleet on this machine.
          </p>
        </Panel>
      </div>
    </>
  );
}
