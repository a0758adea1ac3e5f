import type { FleetFileStatus } from "@/lib/contract/clusters";
import { problemPlace } from "@/lib/present/fleet/fleet-file";
import { formatCount } from "@/lib/present/words";

/** So many at once: the clusters below matter more. */
const SHOWN = 3;

/** What is wrong with the fleet file: where, what, and what is allowed. */
export function FileProblems({ file }: { file: FleetFileStatus }) {
  const rest = file.problems.slice(SHOWN);
  return (
    <>
      <ProblemList path={file.path} problems={file.problems.slice(0, SHOWN)} />
      {rest.length > 0 && (
        <details className="mt-1.5">
          <summary className="w-fit cursor-pointer rounded-mark text-small hover:text-ink">
            {formatCount(rest.length)} more
          </summary>
          <ProblemList path={file.path} problems={rest} />
        </details>
      )}
    </>
  );
}

function ProblemList({ path, problems }: Pick<FleetFileStatus, "path" | "problems">) {
  return (
    <ul className="mt-1 grid gap-1.5">
      {problems.map((problem) => (
        <li
          key={`${problem.line} ${problem.message}`}
          className="flex flex-wrap gap-x-2.5 [overflow-wrap:anywhere]"
        >
          <code className="font-mono text-small text-ink">{problemPlace(path, problem.line)}</code>
          <span className="text-ink">{problem.message}</span>
          {problem.hint !== null && <span>{problem.hint}</span>}
        </li>
      ))}
    </ul>
  );
}
