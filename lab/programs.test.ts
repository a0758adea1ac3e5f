import { expect, test } from "vitest";
import { describeMissing, MissingProgramsError, requiredPrograms } from "@/lab/programs";

test("missing programs are named together with the lines that install them", () => {
  expect(new MissingProgramsError(requiredPrograms).message).toBe(
    [
      "Not found: redis-server, haproxy and nutcracker.",
      "  Debian, Ubuntu:  sudo apt-get install -y redis-server haproxy nutcracker",
      "  macOS:           brew install redis haproxy twemproxy",
    ].join("\n"),
  );
  expect(describeMissing(requiredPrograms.slice(1, 2))).toMatch(
    /^Not found: haproxy\.\n.*install -y haproxy\n/,
  );
});
