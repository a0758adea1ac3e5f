import { expect, it } from "vitest";
import { chooseSubjects, type MetricSubject } from "./choose-subjects";

const subject = (name: string, connections: number | null, hasSignal = false): MetricSubject => ({
  name,
  address: `${name}:6379`,
  hasSignal,
  connections,
});

it("those with signals first, then the largest, and one that was never counted last", () => {
  const all = [
    subject("d", null),
    subject("c", 0),
    subject("a", 10),
    subject("b", 900),
    subject("e", 1, true),
  ];
  expect(chooseSubjects(all, 9).map(({ name }) => name)).toEqual(["e", "b", "a", "c", "d"]);
  expect(chooseSubjects(all, 2).map(({ name }) => name)).toEqual(["e", "b"]);
});
