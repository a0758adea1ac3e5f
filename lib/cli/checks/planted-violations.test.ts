import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LAYERS, OUTSIDERS, PACKAGE_RULES } from "./import-rules";
import { REPOSITORY } from "./source-files";

interface Planted {
  readonly path: string;
  readonly specifier: string;
  readonly forbidden: boolean;
}

/** A file for each layer and each thing it could import, by alias and by relative path. */
function plantAll(): readonly Planted[] {
  const folders = [...LAYERS.map(({ folder }) => folder), ...OUTSIDERS];
  return LAYERS.flatMap(({ folder, mayImport }, row) => {
    const up = `../${folder.replace(/[^/]+/g, "..")}`;
    const modules = folders.flatMap((target, column) => {
      const forbidden = target !== folder && !mayImport.includes(target);
      const name = `deep/planted-${row}-${column}`;
      const relative = target === folder ? "../other/file" : `${up}/${target}/file`;
      return [
        { path: `${folder}/${name}-alias.ts`, specifier: `@/${target}/file`, forbidden },
        { path: `${folder}/${name}-relative.ts`, specifier: relative, forbidden },
      ];
    });
    const packages = PACKAGE_RULES.flatMap((rule) =>
      rule.packages.flatMap((name, column) => {
        const forbidden = !rule.only.includes(folder);
        const path = `${folder}/deep/package-${PACKAGE_RULES.indexOf(rule)}-${column}`;
        return [
          { path: `${path}-root.ts`, specifier: name, forbidden },
          { path: `${path}-inside.ts`, specifier: `${name}/inside`, forbidden },
        ];
      }),
    );
    return [...modules, ...packages];
  });
}

const planted: readonly Planted[] = [
  ...plantAll(),
  { path: "lib/collect/sources/redis/client.ts", specifier: "ioredis", forbidden: false },
  { path: "lib/collect/sources/redis/other.ts", specifier: "pg", forbidden: true },
  { path: "lib/collect/sources/redis/third.ts", specifier: "@/lib/reports/clusters", forbidden: true },
  { path: "lab/clients/pool.ts", specifier: "ioredis", forbidden: false },
  { path: "lab/start.ts", specifier: "@/lib/store/client", forbidden: false },
];

describe("biome.json", () => {
  let folder: string;
  let refused: ReadonlySet<string>;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "evenkeel-planted-"));
    copyFileSync(join(REPOSITORY, "biome.json"), join(folder, "biome.json"));
    for (const { path, specifier } of planted) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `import { x } from "${specifier}";\n\nexport const y = x;\n`);
    }
    const biome = join(REPOSITORY, "node_modules/@biomejs/biome/bin/biome");
    const args = ["lint", "--vcs-enabled=false", "--only=style/noRestrictedImports"];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [biome, ...args, "--max-diagnostics=none", "--reporter=github", "."],
      { cwd: folder, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
    );
    expect(status, stderr).toBe(1);
    const places = stdout.matchAll(/^::error title=lint\/style\/noRestrictedImports,file=([^,]+),/gm);
    refused = new Set([...places].map(([, file = ""]) => file.replace(`${folder}/`, "")));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("refuses every forbidden import that is planted, and no other", () => {
    const forbidden = planted.filter((one) => one.forbidden).map(({ path }) => path);
    expect(forbidden.length).toBeGreaterThan(300);
    expect([...refused].sort()).toEqual(forbidden.sort());
  });
});
