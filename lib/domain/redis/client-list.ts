import { ClientColumns } from "./client-columns";
import { type Layout, parseKnownLayout, UNKNOWN_LAYOUT } from "./client-layout";
import { parseAnyLayout } from "./client-line";
import { type ClientRows, REJECTS_KEPT, type RejectedLine, type RejectReason } from "./client-rows";
import { clientText } from "./client-text";

export { addrOf, type ClientRows, identityOf } from "./client-rows";

const LINE_FEED = 10;

/**
 * Parses the reply of CLIENT LIST, or several replies (CLIENT LIST ID in chunks) one after the other.
 * Fields are `key=value`, split at the first `=`, in any order; unknown ones are skipped, missing ones stay absent.
 * Never throws: a line without a usable id is kept in `rejects`, and so is a last line without its line feed.
 */
export function parseClientList(reply: Buffer): ClientRows {
  const end = reply.lastIndexOf(LINE_FEED) + 1;
  const columns = new ClientColumns(reply);
  const rejects: RejectedLine[] = [];
  let rejected = 0;
  let layout: Layout = UNKNOWN_LAYOUT;
  let line = 0;

  const reject = (reason: RejectReason, from: number, to: number) => {
    rejected++;
    if (rejects.length < REJECTS_KEPT) rejects.push({ line, reason, text: clientText(reply, from, to) });
  };

  for (let at = 0; at < end; ) {
    line++;
    columns.reserve();
    const next = parseKnownLayout(reply, at, layout, columns);
    if (next > 0) {
      columns.count++;
      at = next;
      continue;
    }
    const lineEnd = reply.indexOf(LINE_FEED, at);
    const parsed = parseAnyLayout(reply, at, lineEnd, columns);
    if (parsed.state === "row") {
      columns.count++;
      layout = parsed.layout;
    } else if (parsed.state === "rejected") {
      columns.clearRow();
      reject(parsed.reason, at, lineEnd);
    }
    at = lineEnd + 1;
  }
  const truncated = end < reply.length;
  if (truncated) {
    line++;
    reject("truncated", end, reply.length);
  }
  return columns.finish({ rejects, rejected, truncated });
}
