import { spawnSync } from "node:child_process";
import programs from "@/lab/programs.json";

/** A program that the lab runs, and the packages that bring it. */
export interface RequiredProgram {
  readonly program: string;
  readonly debian: string;
  readonly brew: string;
}

/** Kept as JSON so that plain scripts can read the list too. */
export const requiredPrograms: readonly RequiredProgram[] = programs;

/** Where packages put servers although a user's PATH may leave it out. */
const EXTRA_FOLDERS = "/usr/sbin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin:/opt/homebrew/sbin";

/** Thrown with the line to type in its message. */
export class MissingProgramsError extends Error {
  override readonly name = "MissingProgramsError";
  constructor(readonly missing: readonly RequiredProgram[]) {
    super(describeMissing(missing));
  }
}

/** Absolute path of a program. Throws MissingProgramsError. */
export function findProgram(program: string): string {
  const found = locate(program);
  if (found !== null) return found;
  const known = requiredPrograms.find((required) => required.program === program);
  throw new MissingProgramsError([known ?? { program, debian: program, brew: program }]);
}

/** Throws one MissingProgramsError that names all that are missing. */
export function checkPrograms(): void {
  const missing = requiredPrograms.filter(({ program }) => locate(program) === null);
  if (missing.length > 0) throw new MissingProgramsError(missing);
}

export function describeMissing(missing: readonly RequiredProgram[]): string {
  const names = inWords(missing.map(({ program }) => program));
  const debian = missing.map((required) => required.debian).join(" ");
  const brew = missing.map((required) => required.brew).join(" ");
  return [
    `Not found: ${names}.`,
    `  Debian, Ubuntu:  sudo apt-get install -y ${debian}`,
    `  macOS:           brew install ${brew}`,
  ].join("\n");
}

function inWords(names: readonly string[]): string {
  const [last = ""] = names.slice(-1);
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

function locate(program: string): string | null {
  const script = `PATH="$PATH:${EXTRA_FOLDERS}" command -v "$1"`;
  const { status, stdout } = spawnSync("sh", ["-c", script, "sh", program], { encoding: "utf8" });
  return status === 0 && stdout.startsWith("/") ? stdout.trim() : null;
}
