import { expect, test } from "vitest";
import { makeUpServer } from "../testing/made-up-server";
import { type IdSurvey, surveyIds } from "./id-survey";

const pace = { mostIds: 400, firstIds: 100, usecPerSec: 1_000_000_000 };

function surveyFrom(from: number, received: number): IdSurvey {
  return { runId: "run-1", from, floor: 0, next: from, received, found: new Set() };
}

test("all clients are found from the newest downwards, and the search ends with the last of them", async () => {
  const server = makeUpServer({ firstId: 50_000 });
  const ids = Array.from({ length: 1000 }, () => server.open());
  const survey = surveyFrom(51_000, 1000);
  expect(await surveyIds(server.port, survey, pace, 60_000)).toMatchObject({
    state: "searched",
    complete: true,
  });
  expect([...survey.found].toSorted()).toEqual(ids.toSorted());
  expect(server.idsAsked()).toBeLessThan(1500);
  expect(server.longestList()).toBeLessThanOrEqual(pace.firstIds);
});

test("where ids are sparse the blocks grow, up to what would be allowed if each were a client", async () => {
  const server = makeUpServer();
  const old = server.open();
  for (let count = 0; count < 20_000; count++) server.close(server.open());
  let commands = 0;
  const counting = {
    ...server.port,
    list: (ids: readonly number[] | null, bracket: boolean) => {
      commands++;
      expect(ids?.length).toBeLessThanOrEqual(pace.mostIds);
      return server.port.list(ids, bracket);
    },
  };
  const survey = surveyFrom(20_001, 20_001);
  await surveyIds(counting, survey, pace, 60_000);
  expect([...survey.found]).toEqual([old]);
  expect(commands).toBeLessThan(60);
});

test("a survey stops when its time is up and goes on where it stopped", async () => {
  const server = makeUpServer();
  for (let count = 0; count < 1000; count++) server.open();
  const survey = surveyFrom(1000, 1000);
  await surveyIds(server.port, survey, pace, 0);
  expect(survey.next).toBe(1000);
  await surveyIds(server.port, survey, pace, 60_000);
  expect(survey.found.size).toBe(1000);
});

test("clients that came after the survey began are not searched for below", async () => {
  const server = makeUpServer({ firstId: 9000 });
  for (let count = 0; count < 50; count++) server.open();
  const survey = surveyFrom(9049, 50);
  for (let count = 0; count < 50; count++) server.open();
  await surveyIds(server.port, survey, pace, 60_000);
  expect(survey.found.size).toBe(50);
  expect(survey.next).toBeGreaterThan(8000);
});

test("a restart ends the survey: its ids are of another process", async () => {
  const server = makeUpServer({ beforeCommand: (node, command) => command === 2 && node.restart() });
  for (let count = 0; count < 1000; count++) server.open();
  expect(await surveyIds(server.port, surveyFrom(1000, 1000), pace, 60_000)).toEqual({ state: "restarted" });
});
