const LINE_FEED = 10;

/** The floor: looks at every byte once and does nothing with it but count lines. */
export function countLines(reply: Buffer): number {
  let lines = 0;
  for (let at = 0; at < reply.length; at++) if (reply[at] === LINE_FEED) lines++;
  return lines;
}

/** The usual way: a string, split into lines, split into fields, an object a line. */
export function parseBySplitting(reply: Buffer): Record<string, string>[] {
  return reply
    .toString()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const client: Record<string, string> = {};
      for (const field of line.split(" ")) {
        const equals = field.indexOf("=");
        client[field.slice(0, equals)] = field.slice(equals + 1);
      }
      return client;
    });
}
