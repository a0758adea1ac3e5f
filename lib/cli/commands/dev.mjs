import { inRepository } from "../paths.mjs";
import { bundlePrograms } from "../setup/bundles.mjs";
import { preflight, prepareSources } from "../setup/prepare.mjs";
import { runVisibly } from "../terminal/quiet-run.mjs";

/**
 * The dashboard with sources read afresh at each request, for working on pages.
 * @param {readonly string[]} args
 */
export async function run(args) {
  await prepareSources();
  const { environment } = await preflight();
  await bundlePrograms();
  const { host, port } = environment;
  const next = inRepository("node_modules/next/dist/bin/next");
  return runVisibly(process.execPath, [next, "dev", "--hostname", host, "--port", String(port), ...args], {
    NEXT_TELEMETRY_DISABLED: "1",
  });
}
