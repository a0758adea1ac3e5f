import { ownVariables } from "../../config/own-variables.mjs";
import { Refusal } from "../terminal/refusal.mjs";
import { bundlePrograms, loadPreflight } from "./bundles.mjs";
import { generateDatabaseClient } from "./database-client.mjs";
import { installDependencies } from "./dependencies.mjs";

/** Dependencies and generated code: what every command but the first look at the environment needs. */
export async function prepareSources() {
  await installDependencies();
  await generateDatabaseClient();
}

/**
 * Reads environment and fleet file; refuses with every problem listed.
 * @param {Record<string, string | undefined>} [variables]
 */
export async function preflight(variables = ownVariables) {
  await bundlePrograms(["preflight"]);
  const { checkStart } = await loadPreflight();
  const result = checkStart(variables);
  if (result.state === "refused") throw new Refusal("Evenkeel does not start:", result.lines.join("\n"));
  return result;
}
