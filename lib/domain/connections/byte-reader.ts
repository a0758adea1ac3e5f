/** The bytes are not what was written. Thrown and caught inside the codec only. */
export class CorruptBytes extends Error {}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads what a ByteWriter wrote; anything else is CorruptBytes. */
export class ByteReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new CorruptBytes("the bytes end too early");
    return byte;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (value > Number.MAX_SAFE_INTEGER) throw new CorruptBytes("a number is too large");
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
  }

  /** A number of things of at least one byte each: more than there are bytes left cannot be. */
  count(): number {
    const count = this.varint();
    if (count > this.bytes.length - this.at) throw new CorruptBytes("a count is larger than the rest");
    return count;
  }

  text(): string {
    const length = this.count();
    const start = this.at;
    this.at += length;
    try {
      return decoder.decode(this.bytes.subarray(start, this.at));
    } catch {
      throw new CorruptBytes("a text is not UTF-8");
    }
  }

  /** What has not been read yet. */
  rest(): Uint8Array {
    return this.bytes.subarray(this.at);
  }

  end(): void {
    if (this.at !== this.bytes.length) throw new CorruptBytes("bytes are left over");
  }
}
