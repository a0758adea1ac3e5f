import type { ObservationRow } from "@/lib/contract/observation";
import { shortenNodes, shortNode } from "../node-names";

/** What happened, in words that say to whom: AWS's own messages leave that out. */
export function observationWords({
  kind,
  subject,
  sentence,
}: Pick<ObservationRow, "kind" | "subject" | "sentence">): string {
  const isNamed = kind !== "event" || subject === "" || sentence.includes(subject);
  return isNamed ? shortenNodes(sentence) : `${shortNode(subject)}: ${shortenNodes(sentence)}`;
}
