import { describe, expect, it } from "vitest";
import { findForbiddenImports, layerOf } from "./import-graph";
import { readSources } from "./source-files";

describe("imports between layers", () => {
  const sources = readSources(/\.(ts|tsx|mjs)$/).filter(
    // The sentences below are planted violations themselves.
    ({ path }) => path !== "lib/cli/checks/import-graph.test.ts",
  );

  it("are all allowed", () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.flatMap(findForbiddenImports)).toEqual([]);
  });

  it("leave no file of lib, components or app without a layer", () => {
    const governed = sources.filter(({ path }) => /^(lib|components|app)\//.test(path));
    expect(governed.filter(({ path }) => layerOf(path) === null).map(({ path }) => path)).toEqual([]);
  });

  it.each([
    ["lib/domain/a.ts", 'import { x } from "@/lib/store/client";', 1],
    ["lib/domain/redis/a.ts", 'import { x } from "../../config/fleet";', 1],
    ["lib/domain/redis/a.ts", 'import { x } from "../connections/model";', 0],
    ["lib/domain/a.ts", 'import { readFileSync } from "node:fs";', 1],
    ["lib/domain/a.ts", 'import { inflateRawSync } from "node:zlib";', 0],
    ["lib/domain/a.test.ts", 'import { readFileSync } from "node:fs";', 0],
    ["lib/collect/a.ts", 'export * from "@/lib/reports/clusters";', 1],
    ["lib/reports/a.ts", 'export * from "../collect/main";', 1],
    ["lib/reports/a.ts", 'const x = await import("@/lib/collect/main");', 1],
    ["lib/reports/a.ts", 'type X = import("@/lib/collect/main").X;', 1],
    ["lib/reports/a.ts", 'const x = require("pg");', 1],
    ["lib/store/a.ts", 'import pg from "pg";', 0],
    ["lib/collect/a.ts", 'import Redis from "ioredis";', 1],
    ["lib/collect/sources/a.ts", 'import Redis from "ioredis";', 0],
    ["lib/present/a.ts", 'import { useState } from "react";', 1],
    ["app/page.tsx", 'import { openStore } from "@/lib/store/client";', 1],
    ["components/a.tsx", 'import { startLab } from "@/lab/start";', 1],
    ["lab/a.ts", 'import { openStore } from "@/lib/store/client";', 0],
  ])("%s: %s", (path, text, complaints) => {
    expect(findForbiddenImports({ path, text })).toHaveLength(complaints);
  });
});
