import type { FleetFileStatus } from "@/lib/contract/clusters";
import { problemPlace } from "@/lib/present/fleet/fleet-file";

const SHOWN = 8;

/** What is wrong with the fleet file: where, what, and what is allowed. */
export function FileProblems({ file }: { file: FleetFileStatus }) {
  const hidden = file.problems.length - SHOWN;
  return (
    <ul className="mt-1 grid gap-1.5">
      {file.problems.slice(0, SHOWN).map((problem) => (
        <li
          key={`${problem.line} ${problem.message}`}
          className="flex flex-wrap gap-x-2.5 [overflow-wrap:anywhere]"
        >
          <code className="font-mono text-small text-ink">{problemPlace(file.path, problem.line)}</code>
          <span className="text-ink">{problem.message}</span>
          {problem.hint !== null && <span>{problem.hint}</span>}
        </li>
      ))}
      {hidden > 0 && <li>and {hidden} more</li>}
    </ul>
  );
}
