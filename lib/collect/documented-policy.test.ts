import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

const SOURCES = "lib/collect/sources";
/** Not a call of ours: a server makes it of the token that it is shown. */
const CONNECT = "elasticache:Connect";

/** The actions of the policies in docs/operations.md. */
async function documentedActions(): Promise<string[]> {
  const text = await readFile("docs/operations.md", "utf8");
  const blocks = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = ""]) => json);
  for (const block of blocks) expect(() => JSON.parse(block)).not.toThrow();
  const named = blocks.flatMap((block) => [...block.matchAll(/"((?:elasticache|cloudwatch):\w+)"/g)]);
  return named.map(([, action = ""]) => action).sort();
}

/** The commands of AWS's libraries that our sources send. */
async function sentActions(): Promise<string[]> {
  const names = (await readdir(SOURCES)).filter((name) => /^aws-.*(?<!\.test)\.ts$/.test(name));
  const texts = await Promise.all(names.map((name) => readFile(join(SOURCES, name), "utf8")));
  const commands = texts.flatMap((text) => [...text.matchAll(/new (\w+)Command\(/g)]);
  const services = new Set(
    commands.map(([, name = ""]) => `${name === "GetMetricData" ? "cloudwatch" : "elasticache"}:${name}`),
  );
  return [...services];
}

test("the documented policy allows exactly what is asked of AWS", async () => {
  expect(await documentedActions()).toEqual([...(await sentActions()), CONNECT].sort());
});
