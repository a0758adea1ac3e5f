/** A file of a fixtures folder, and where it is written what reading it must give. */
export interface Golden {
  readonly file: string;
  readonly text: string;
  readonly goldenPath: string;
}

/** What is needed of node:fs, which tests alone may import here. */
interface Files {
  readdirSync(folder: URL): readonly string[];
  readFileSync(file: URL, encoding: "utf8"): string;
}

/** `folder` ends with a slash. */
export function goldensOf(files: Files, folder: URL): readonly Golden[] {
  return files
    .readdirSync(folder)
    .filter((file) => !file.endsWith(".golden.txt"))
    .map((file) => ({
      file,
      text: files.readFileSync(new URL(file, folder), "utf8"),
      goldenPath: new URL(`${file}.golden.txt`, folder).pathname,
    }));
}

/** `clock`: `performance`. */
export function elapsedMs(clock: { now(): number }, run: () => void): number {
  const startMs = clock.now();
  run();
  return clock.now() - startMs;
}
