import { appendFile, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SpooledJob } from "./job-codec";
import { openSpool, type Spool } from "./spool";

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "evenkeel-spool-"));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const PLENTY = 64 * 1024 * 1024;

describe("the spool", () => {
  it("gives back what was put in, in order, across restarts at any moment", async () => {
    type Step = "restart" | "take" | { readonly put: readonly string[] };
    const step = fc.oneof<fc.Arbitrary<Step>[]>(
      fc.constant("restart" as const),
      fc.constant("take" as const),
      fc.record({ put: fc.array(fc.string({ maxLength: 40 }), { minLength: 1, maxLength: 5 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const folder = await mkdtemp(join(dir, "run-"));
        let spool = await open(folder);
        const expected: string[] = [];
        const taken: string[] = [];
        let put = 0;
        for (const next of steps) {
          if (next === "restart") {
            spool = await open(folder);
            const repeated = await skipTaken(spool, new Set(taken));
            expect(taken.slice(taken.length - repeated.length)).toEqual(repeated);
          } else if (next === "take") {
            const job = await spool.peek();
            expect(textOf(job)).toBe(expected[0]);
            if (job !== null) await spool.take(job);
            taken.push(...expected.splice(0, 1));
          } else {
            const texts = next.put.map((text) => `${put++} ${text}`);
            await spool.append(texts.map((text) => jobOf(text)));
            expected.push(...texts);
          }
          expect(spool.sweeps()).toBe(expected.length);
        }
        expect(await drain(spool)).toEqual(expected);
        expect(await readdir(folder)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("loses only the record that a crash cut short, and goes on behind it", async () => {
    const first = await open();
    await first.append([jobOf("one"), jobOf("two")]);
    const [name = ""] = await readdir(dir);
    await appendFile(join(dir, name), new Uint8Array([5, 0, 0, 0, 1, 2, 3]));
    const problems: string[] = [];
    const second = await openSpool({ dir, maxBytes: PLENTY, onDamage: (message) => problems.push(message) });
    expect(second.sweeps()).toBe(2);
    await second.append([jobOf("three")]);
    expect(await drain(second)).toEqual(["one", "two", "three"]);
    expect(problems[0]).toMatch(/7 bytes of .*\.spool cannot be read/);
  });

  it("never reads garbage as jobs", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const folder = await mkdtemp(join(dir, "garbage-"));
        await writeFile(join(folder, "000000000001.spool"), bytes);
        expect(await drain(await open(folder))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it("gives up the oldest sweeps when full, and keeps what is small and irreplaceable in its place", async () => {
    const spool = await open(dir, 512 * 1024);
    const lost: string[] = [];
    for (let n = 0; n < 100; n += 1) {
      await spool.append([jobOf(`sweep ${n} `.padEnd(20_000, ".")), jobOf(`observation ${n}`, false)]);
      for (const job of await spool.shrink()) lost.push(textOf(job)?.split(" .")[0] ?? "");
    }
    const left = (await drain(spool)).map((text) => text.split(" .")[0] ?? "");
    const sweeps = left.filter((text) => text.startsWith("sweep"));
    expect(lost).toEqual(Array.from({ length: lost.length }, (_, n) => `sweep ${n}`));
    expect(sweeps).toEqual(Array.from({ length: 100 - lost.length }, (_, n) => `sweep ${n + lost.length}`));
    expect(left.filter((text) => text.startsWith("observation"))).toHaveLength(100);
    expect(left.indexOf("observation 99")).toBe(left.indexOf("sweep 99") + 1);
  });

  it("stays within its bound on disk", async () => {
    const maxBytes = 1024 * 1024;
    const spool = await open(dir, maxBytes);
    for (let n = 0; n < 60; n += 1) {
      await spool.append([jobOf("x".repeat(100_000))]);
      await spool.shrink();
      const sizes = await Promise.all((await readdir(dir)).map((name) => stat(join(dir, name))));
      expect(sizes.reduce((sum, entry) => sum + entry.size, 0)).toBeLessThan(maxBytes + 200_000);
    }
    expect(spool.sweeps()).toBe((await drain(spool)).length);
  });

  it("does not take another job when the one it gave was given up meanwhile", async () => {
    const spool = await open(dir, 128 * 1024);
    await spool.append([jobOf("a".repeat(90_000)), jobOf("keep", false)]);
    const job = await spool.peek();
    await spool.append([jobOf("b".repeat(90_000))]);
    expect(await spool.shrink()).toHaveLength(1);
    if (job !== null) await spool.take(job);
    expect((await drain(spool)).map((text) => text.slice(0, 4))).toEqual(["keep", "bbbb"]);
  });
});

function open(folder = dir, maxBytes = PLENTY): Promise<Spool> {
  return openSpool({ dir: folder, maxBytes, onDamage: () => {} });
}

function jobOf(text: string, isExpendable = true): SpooledJob {
  return { bytes: new TextEncoder().encode(text), isSweep: isExpendable, isExpendable };
}

function textOf(job: SpooledJob | null): string | undefined {
  return job === null ? undefined : new TextDecoder().decode(job.bytes);
}

async function drain(spool: Spool): Promise<string[]> {
  const texts: string[] = [];
  for (let job = await spool.peek(); job !== null; job = await spool.peek()) {
    texts.push(textOf(job) ?? "");
    await spool.take(job);
  }
  return texts;
}

/** Jobs of a file that was not finished come again after a restart; they were written, and writing again is harmless. */
async function skipTaken(spool: Spool, taken: ReadonlySet<string>): Promise<string[]> {
  const repeated: string[] = [];
  for (let job = await spool.peek(); job !== null; job = await spool.peek()) {
    const text = textOf(job) ?? "";
    if (!taken.has(text)) return repeated;
    repeated.push(text);
    await spool.take(job);
  }
  return repeated;
}
