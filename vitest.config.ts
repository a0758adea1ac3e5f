import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") };

/** `unit` is pure and quick (npm run verify); `real` starts real servers and runs one file at a time. */
export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["{app,lib,components,lab,bench}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.real.test.ts"],
          environment: "node",
          // Pure code leaves nothing behind, so files share a worker: half the time on two cores.
          pool: "threads",
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "real",
          include: ["{lib,lab,bench}/**/*.real.test.ts"],
          environment: "node",
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
