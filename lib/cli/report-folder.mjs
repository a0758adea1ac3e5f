import { mkdirSync, rmSync } from "node:fs";
import { inRepository } from "./paths.mjs";

/** An empty folder for the runners' reports: an old one must never be read as this run's. */
export function makeReportFolder() {
  const path = inRepository("test-results/reports");
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  return path;
}
