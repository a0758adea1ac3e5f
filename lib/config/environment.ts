import { resolve } from "node:path";

/** The process's variables, read here and nowhere else. */
export type Variables = Readonly<Record<string, string | undefined>>;

export type Role = "all" | "web" | "collector";

export interface Environment {
  /** all: dashboard and collector. web: dashboard only. collector: collector only. */
  readonly role: Role;
  /** PostgreSQL to use; null: the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Absolute path of the fleet file, whether it exists or not. */
  readonly fleetPath: string;
  /** Absolute path of the folder for the embedded database and the collector's spool. */
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** Set by the server for its children: how to reach the database that it started or was given. */
  readonly internalDatabase: string | null;
}

/** Thrown where a program starts: the message lists every problem, one a line. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

const ROLES: readonly Role[] = ["all", "web", "collector"];

/** Reads the environment once, at a program's entry. Throws EnvironmentError when a variable makes no sense. */
export function readEnvironment(variables: Variables = process.env): Environment {
  const problems: string[] = [];
  const role = readRole(variables, problems);
  const databaseUrl = readDatabaseUrl(variables, problems);
  const port = readPort(variables, problems);
  const internalDatabase = textOf(variables, "EVENKEEL_DATABASE");
  if (role === "collector" && databaseUrl === null && internalDatabase === null) {
    problems.push(
      "EVENKEEL_ROLE: a collector alone needs DATABASE_URL: the embedded database is for one process only",
    );
  }
  if (problems.length > 0) throw new EnvironmentError(problems);
  return {
    role,
    databaseUrl,
    fleetPath: fleetPath(variables),
    // The bundler takes a path that it cannot know for a reason to trace every file of the project.
    dataDir: resolve(/* turbopackIgnore: true */ textOf(variables, "EVENKEEL_DATA_DIR") ?? ".evenkeel"),
    host: textOf(variables, "HOST") ?? "127.0.0.1",
    port,
    internalDatabase,
  };
}

/** Absolute path of the fleet file. */
export function fleetPath(variables: Variables = process.env): string {
  return resolve(/* turbopackIgnore: true */ textOf(variables, "EVENKEEL_CONFIG") ?? "evenkeel.yaml");
}

/** Variables for `${NAME}` in the fleet file. */
export function fleetVariables(): Variables {
  return process.env;
}

/** What a child process is started with: our own variables plus `extra`. */
export function childVariables(extra: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...Object.fromEntries(own), ...extra };
}

/** An empty variable counts as unset: compose files and unit files like to pass them so. */
function textOf(variables: Variables, name: string): string | null {
  const value = variables[name]?.trim();
  return value === undefined || value === "" ? null : value;
}

function readRole(variables: Variables, problems: string[]): Role {
  const text = textOf(variables, "EVENKEEL_ROLE");
  if (text === null) return "all";
  const role = ROLES.find((known) => known === text);
  if (role !== undefined) return role;
  problems.push(`EVENKEEL_ROLE: "${text}" is not a role (allowed: ${ROLES.join(", ")})`);
  return "all";
}

function readPort(variables: Variables, problems: string[]): number {
  const text = textOf(variables, "PORT");
  if (text === null) return 3000;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  problems.push(`PORT: "${text}" is not a port (allowed: 0 to 65535)`);
  return 3000;
}

/** The value holds a password, so no message repeats it. */
function readDatabaseUrl(variables: Variables, problems: string[]): string | null {
  const text = textOf(variables, "DATABASE_URL");
  if (text === null || /^postgres(ql)?:\/\//.test(text)) return text;
  problems.push(
    "DATABASE_URL: not a PostgreSQL address (allowed: postgresql://user:password@host:5432/database)",
  );
  return null;
}
