import type { ConnectionsAnswer } from "@/lib/contract/connections";
import type { LineChartModel } from "./line-model";
import { prepareFrame, prepareMarks } from "./prepare-connections";
import { highestOf, lastKnown, splitByCoverage } from "./split-lines";

/** All connections of a cluster as one line: the strip on which a moment is chosen. */
export function prepareTotal(answer: ConnectionsAnswer): LineChartModel {
  const frame = prepareFrame(answer);
  const complete = answer.nodesSeen.map((seen) => seen >= answer.nodesExpected);
  return {
    ...frame,
    unit: "count",
    lines: [
      {
        name: "all",
        tone: "direct",
        values: answer.total,
        ...splitByCoverage(answer.total, complete),
        last: lastKnown(answer.total),
        current: true,
      },
    ],
    aside: [],
    total: answer.total,
    reference: null,
    max: highestOf([answer.total]),
    marks: prepareMarks(answer.observations, frame),
    note: null,
  };
}
