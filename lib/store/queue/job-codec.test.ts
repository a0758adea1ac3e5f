import { serialize } from "node:v8";
import { describe, expect, it } from "vitest";
import { sampleAssessment, sampleEpisode, sampleStep } from "../testing/sample-skew";
import { sampleCell, sampleProfile, sampleSweep } from "../testing/sample-sweep";
import { decodeJob, encodeJob } from "./job-codec";
import type { WriteJob } from "./jobs";

const at = new Date(Date.UTC(2026, 10, 22, 12));
const cells = Array.from({ length: 32 }, (_, index) =>
  sampleCell({ proxy: `proxy-${index}`, ...(index > 0 && { profile: sampleProfile({ waiting: index }) }) }),
);
const sweep: WriteJob = {
  kind: "sweep",
  clusterKey: "orders",
  address: "10.0.5.21:6379",
  ...sampleSweep({ result: { cells } }),
};

describe("a job in the spool", () => {
  it.each<[string, WriteJob, boolean]>([
    ["a sweep", sweep, true],
    [
      "proxy samples",
      { kind: "proxy-samples", samples: [{ clusterKey: "orders", proxy: "proxy-1", ...sampleStep(at) }] },
      true,
    ],
    ["verdicts", { kind: "verdicts", clusterKey: "orders", episodes: [sampleEpisode()] }, false],
    [
      "assessments",
      { kind: "skew-now", assessments: [{ clusterKey: "orders", assessment: sampleAssessment() }] },
      false,
    ],
  ])("comes back as it was: %s", (_, job, isExpendable) => {
    const spooled = encodeJob(job);
    expect(decodeJob(spooled.bytes)).toEqual(job);
    expect(spooled).toMatchObject({ isSweep: job.kind === "sweep", isExpendable });
  });

  it("takes little room for the profiles of a sweep", () => {
    expect(encodeJob(sweep).bytes.length).toBeLessThan(serialize(sweep).length / 2);
  });

  it("keeps the counts of a sweep whose profiles cannot be read", () => {
    const damaged = { ...sweep, profileBytes: new Uint8Array([1, 2, 3]) };
    expect(decodeJob(serialize(damaged))).toEqual(sweep);
  });

  it.each([
    ["another program's", serialize({ kind: "mail" })],
    ["no object", serialize("sweep")],
    ["no bytes of a job", new Uint8Array([1, 2, 3])],
  ])("is none of ours: %s", (_, bytes) => {
    expect(decodeJob(bytes)).toBeNull();
  });
});
