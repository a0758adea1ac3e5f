import { expect, test } from "vitest";
import type { ObservationContent } from "@/lib/store/rows";
import { createRecorder } from "../recorder";
import { overhear } from "./overhear";

test("role, process and silence are trouble; an answer and a refusal are not", () => {
  const jobs: unknown[] = [];
  const troubled: string[] = [];
  const plain = createRecorder((job) => jobs.push(job));
  const recorder = overhear(plain, {
    onSweep: () => undefined,
    onTrouble: (clusterKey) => troubled.push(clusterKey),
  });
  const seen: ObservationContent = {
    at: new Date(0),
    subject: "127.0.0.1:6379",
    kind: "refusal",
    before: null,
    after: null,
    sentence: "",
    source: "probe",
    precisionMs: 1000,
  };
  recorder.observation("calm", null, seen);
  recorder.observation("calm", null, { ...seen, kind: "reachability", after: "answering" });
  recorder.observation("silent", null, { ...seen, kind: "reachability", after: "silent" });
  recorder.observation("moved", null, { ...seen, kind: "role", after: "primary" });
  recorder.observation("restarted", null, { ...seen, kind: "run" });
  recorder.stop();
  expect(troubled).toEqual(["silent", "moved", "restarted"]);
  expect(jobs).toHaveLength(5);
});
