import { join } from "node:path";
import { build } from "esbuild";

/** The database process as the build makes it, for tests that run without a build. Resolves to the bundle's path. */
export async function bundleEmbedded(): Promise<string> {
  // Below node_modules, so that the bundle finds its packages.
  const outfile = join(process.cwd(), "node_modules", ".cache", "evenkeel", `embedded-${process.pid}.mjs`);
  await build({
    entryPoints: [join(process.cwd(), "lib", "store", "embedded-server.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
  });
  return outfile;
}
