import type { ByteReader } from "./byte-reader";
import type { ByteWriter } from "./byte-writer";

/** Texts by number, in order of first use. */
export class NumberedTexts {
  private readonly numbers = new Map<string, number>();

  number(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.numbers.size);
    return this.numbers.size - 1;
  }

  write(writer: ByteWriter): void {
    writer.varint(this.numbers.size);
    for (const text of this.numbers.keys()) writer.text(text);
  }

  static read(reader: ByteReader): string[] {
    return Array.from({ length: reader.count() }, () => reader.text());
  }
}

/** Tuples of small numbers by number, in order of first use, written part by part. */
export class NumberedTuples {
  private readonly numbers = new Map<string, number>();
  private readonly tuples: (readonly number[])[] = [];

  number(tuple: readonly number[]): number {
    const key = tuple.join();
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.tuples.length);
    return this.tuples.push(tuple) - 1;
  }

  write(writer: ByteWriter, parts: number): void {
    writer.varint(this.tuples.length);
    for (let part = 0; part < parts; part++) for (const tuple of this.tuples) writer.varint(tuple[part] ?? 0);
  }

  static read(reader: ByteReader, parts: number): number[][] {
    const tuples: number[][] = Array.from({ length: reader.count() }, () => []);
    for (let part = 0; part < parts; part++) for (const tuple of tuples) tuple.push(reader.varint());
    return tuples;
  }
}
