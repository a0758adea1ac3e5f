import { resolve } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { childVariables, EnvironmentError, readEnvironment, type Variables } from "./environment";

function problemsOf(variables: Variables): readonly string[] {
  try {
    readEnvironment(variables);
    return [];
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
}

describe("the environment", () => {
  it("has defaults for everything; an empty variable counts as unset", () => {
    const expected = {
      role: "all",
      databaseUrl: null,
      fleetPath: resolve("evenkeel.yaml"),
      dataDir: resolve(".evenkeel"),
      host: "127.0.0.1",
      port: 3000,
      internalDatabase: null,
    };
    expect(readEnvironment({})).toEqual(expected);
    expect(readEnvironment({ PORT: "", DATABASE_URL: " ", EVENKEEL_ROLE: "" })).toEqual(expected);
  });

  it("is read in full", () => {
    expect(
      readEnvironment({
        EVENKEEL_ROLE: "collector",
        DATABASE_URL: "postgresql://me:secret@db:5432/evenkeel",
        EVENKEEL_CONFIG: "/etc/evenkeel.yaml",
        EVENKEEL_DATA_DIR: "/var/lib/evenkeel",
        HOST: "0.0.0.0",
        PORT: "8080",
        EVENKEEL_DATABASE: "embedded:/tmp/x",
      }),
    ).toEqual({
      role: "collector",
      databaseUrl: "postgresql://me:secret@db:5432/evenkeel",
      fleetPath: "/etc/evenkeel.yaml",
      dataDir: "/var/lib/evenkeel",
      host: "0.0.0.0",
      port: 8080,
      internalDatabase: "embedded:/tmp/x",
    });
  });

  it.each<[Variables, readonly string[]]>([
    [{ EVENKEEL_ROLE: "worker" }, ['EVENKEEL_ROLE: "worker" is not a role (allowed: all, web, collector)']],
    [{ PORT: "http" }, ['PORT: "http" is not a port (allowed: 0 to 65535)']],
    [{ PORT: "65536" }, ['PORT: "65536" is not a port (allowed: 0 to 65535)']],
    [
      { DATABASE_URL: "mysql://me:secret@db/x" },
      ["DATABASE_URL: not a PostgreSQL address (allowed: postgresql://user:password@host:5432/database)"],
    ],
    [
      { EVENKEEL_ROLE: "collector" },
      ["EVENKEEL_ROLE: a collector alone needs DATABASE_URL: the embedded database is for one process only"],
    ],
  ])("%j", (variables, expected) => {
    expect(problemsOf(variables)).toEqual(expected);
  });

  it("reports all problems at once", () => {
    expect(problemsOf({ PORT: "x", EVENKEEL_ROLE: "y" })).toHaveLength(2);
  });
});

describe("a child process", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("gets the variables that AWS's libraries read for themselves", () => {
    const aws = { AWS_PROFILE: "ops", AWS_ENDPOINT_URL: "http://127.0.0.1:4566", AWS_SESSION_TOKEN: "t" };
    for (const [name, value] of Object.entries(aws)) vi.stubEnv(name, value);
    expect(childVariables({ EVENKEEL_ROLE: "collector" })).toMatchObject({
      ...aws,
      EVENKEEL_ROLE: "collector",
    });
  });
});
