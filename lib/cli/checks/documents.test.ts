import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { REPOSITORY, readSources } from "./source-files";

/** Names in backquotes that begin like a path of ours, e.g. `lib/store/client.ts`; * and … stand for several. */
const PATH_IN_TEXT = /`((?:app|components|lib|prisma|e2e|lab|bench|docs|\.ci)\/[^\s`*…<{[]*)`/g;
const LINK = /\]\(([^)#\s]+)(?:#[^)]*)?\)/g;

const documents = readSources(/\.md$/);
const { scripts } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8"));

describe("documents", () => {
  it("are found", () => {
    expect(documents.map(({ path }) => path)).toContain("README.md");
  });

  it.each(documents)("$path names only paths that exist", ({ path, text }) => {
    const named = [...text.matchAll(PATH_IN_TEXT)].map(([, name = ""]) => name);
    const linked = [...text.matchAll(LINK)]
      .map(([, target = ""]) => target)
      .filter((target) => !/^[a-z]+:/.test(target))
      .map((target) => join(dirname(path), target));
    expect([...named, ...linked].filter((name) => !existsSync(join(REPOSITORY, name)))).toEqual([]);
  });

  it.each(documents)("$path names only commands that exist", ({ text }) => {
    const named = [...text.matchAll(/\bnpm run ([\w-]+)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
