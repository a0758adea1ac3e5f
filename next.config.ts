import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // `npm run verify` is where types are checked: once, and with the tests' files too.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "ioredis", "@prisma/client", "@prisma/adapter-pg", "@electric-sql/pglite"],
};

export default config;
