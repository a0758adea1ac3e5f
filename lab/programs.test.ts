import { expect, test } from "vitest";
import { describeMissing, MissingProgramsError, requiredPrograms } from "@/lab/programs";

test("missing programs are named together with the lines that install them", () => {
  expect(new MissingProgramsError(requiredPrograms).message).toBe(
    [
      "Not found: redis-server and haproxy.",
      "  Debian, Ubuntu:  sudo apt-get install -y redis-server haproxy",
      "  macOS:           brew install redis haproxy",
    ].join("\n"),
  );
  expect(describeMissing(requiredPrograms.slice(1))).toMatch(/^Not found: haproxy\.\n.*install -y haproxy\n/);
});
