/**
 * Who may import whom. biome.json says the same to editors and to `npm run verify`; the tests beside this file prove that
 * both do refuse what is forbidden here.
 */
export interface Layer {
  /** Folder at the root of the repository. */
  readonly folder: string;
  /** Folders that it may import from, besides itself. */
  readonly mayImport: readonly string[];
}

export const LAYERS: readonly Layer[] = [
  { folder: "lib/domain", mayImport: [] },
  { folder: "lib/config", mayImport: [] },
  { folder: "lib/contract", mayImport: ["lib/domain"] },
  { folder: "lib/present", mayImport: ["lib/contract", "lib/domain"] },
  { folder: "lib/store", mayImport: ["lib/domain", "lib/config"] },
  { folder: "lib/collect", mayImport: ["lib/domain", "lib/store", "lib/config"] },
  { folder: "lib/reports", mayImport: ["lib/store", "lib/domain", "lib/contract"] },
  { folder: "lib/http", mayImport: ["lib/contract"] },
  { folder: "lib/browser", mayImport: ["lib/contract"] },
  { folder: "lib/cli", mayImport: ["lib/domain", "lib/config"] },
  { folder: "components", mayImport: ["lib/browser", "lib/present", "lib/contract", "lib/domain"] },
  {
    folder: "app",
    mayImport: ["components", "lib/reports", "lib/http", "lib/contract", "lib/present", "lib/browser"],
  },
];

/** May use anything, and nothing imports them. */
export const OUTSIDERS: readonly string[] = ["lab", "bench", "e2e"];

export interface PackageRule {
  /** Package names; their subpaths are meant too. */
  readonly packages: readonly string[];
  /** The only folders that may import them. */
  readonly only: readonly string[];
}

export const PACKAGE_RULES: readonly PackageRule[] = [
  {
    packages: ["pg", "@prisma/client", "@prisma/adapter-pg", "@electric-sql/pglite"],
    only: ["lib/store"],
  },
  {
    packages: [
      "ioredis",
      "@aws-sdk/client-cloudwatch",
      "@aws-sdk/client-elasticache",
      "@aws-sdk/credential-providers",
      "@smithy/signature-v4",
      "@aws-crypto/sha256-js",
    ],
    only: ["lib/collect/sources"],
  },
  { packages: ["react", "react-dom", "next", "recharts", "radix-ui", "cmdk"], only: ["components", "app"] },
];

/** Layers that run in a browser or must stay pure: no built-in module of Node but these. */
export const WITHOUT_NODE: Readonly<Record<string, readonly string[]>> = {
  "lib/domain": ["node:zlib", "node:buffer"],
  "lib/contract": [],
  "lib/present": [],
  "lib/browser": [],
  components: [],
};
