import { describe, expect, it } from "vitest";
import { preStopOf } from "./kubernetes-sleep";
import { readYaml } from "./yaml-tree";

function preStop(hook: string) {
  const { root } = readYaml(`lifecycle:\n  preStop: ${hook}\n`, 1);
  return root === null ? null : preStopOf(root);
}

describe("a preStop hook", () => {
  it.each([
    ["{exec: {command: [sleep, '15']}}", 15_000],
    ["{exec: {command: [/bin/sleep, 1m, 30s]}}", 90_000],
    ['{exec: {command: [sh, -c, "sleep 10"]}}', 10_000],
    ['{exec: {command: [/bin/sh, -c, "sleep 5 && nginx -s quit"]}}', 5_000],
    ['{exec: {command: [/bin/bash, -c, "echo bye; sleep 2.5; sleep 1"]}}', 3_500],
    ['{exec: {command: [bash, -ec, "curl localhost/drain\\nsleep 20"]}}', 20_000],
    ["{exec: {command: [busybox, sleep, '3']}}", 3_000],
    ["{sleep: {seconds: 7}}", 7_000],
    ["{sleep: {seconds: 0}}", 0],
  ])("%s waits %d ms", (hook, ms) => {
    expect(preStop(hook)).toEqual({ kind: "sleep", ms, line: 2 });
  });

  it.each([
    '{exec: {command: [sh, -c, "sleep $DRAIN"]}}',
    '{exec: {command: [sh, -c, "for i in 1 2 3; do sleep 5; done"]}}',
    '{exec: {command: [sh, -c, "sleep 5 && sleep infinity"]}}',
    "{exec: {command: [sleep]}}",
    "{exec: {command: [sleep, '-5']}}",
    "{exec: {command: [sleep, '99999999']}}",
    "{exec: {command: [/app/drain, --sleep, '5']}}",
    "{exec: {command: sleep 5}}",
    "{sleep: {seconds: 5s}}",
    "{httpGet: {path: /drain, port: 80}}",
    "soon",
  ])("%s: how long it takes is not known", (hook) => {
    expect(preStop(hook)).toMatchObject({ kind: "unread", line: 2 });
  });

  it.each(["null", ""])("%s: there is none", (hook) => {
    expect(preStop(hook)).toEqual({ kind: "none" });
  });
});
