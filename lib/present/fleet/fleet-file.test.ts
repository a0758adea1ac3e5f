import { expect, test } from "vitest";
import { parseDocument } from "yaml";
import {
  FULL_FLEET_FILE,
  problemPlace,
  problemsText,
  problemsTitle,
  SMALLEST_FLEET_FILE,
} from "./fleet-file";
import { FILE_OK } from "./testing/cluster-row";

const broken = {
  ...FILE_OK,
  state: "invalid" as const,
  problems: [
    { line: 12, message: 'unknown key "adress"', hint: 'did you mean "addresses"?' },
    { line: null, message: "the file may not be read by this user", hint: null },
  ],
};

test.each([SMALLEST_FLEET_FILE, FULL_FLEET_FILE])(
  "the example is YAML that names a cluster and its nodes",
  (text) => {
    const document = parseDocument(text);
    expect(document.errors).toEqual([]);
    expect(document.toJS().clusters[0].nodes).toHaveLength(1);
  },
);

test("problems read as a compiler prints them", () => {
  expect(problemsTitle(broken)).toBe("evenkeel.yaml has 2 errors");
  expect(problemPlace(broken.path, 12)).toBe("evenkeel.yaml:12");
  expect(problemPlace(null, null)).toBe("fleet file");
  expect(problemsText(broken)).toBe(
    '/srv/evenkeel/evenkeel.yaml:12: unknown key "adress" (did you mean "addresses"?)\n' +
      "/srv/evenkeel/evenkeel.yaml: the file may not be read by this user",
  );
});
