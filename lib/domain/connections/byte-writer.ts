const encoder = new TextEncoder();

/** Appends numbers and texts to a growing array of bytes. */
export class ByteWriter {
  private bytes = new Uint8Array(256);
  private used = 0;

  /** Unsigned integer up to 2^53, seven bits a byte, lowest first (LEB128). */
  varint(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest >= 0x80) {
      this.bytes[this.used++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.bytes[this.used++] = rest;
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.used++] = value;
  }

  /** Length in bytes, then UTF-8. */
  text(value: string): void {
    const encoded = encoder.encode(value);
    this.varint(encoded.length);
    this.reserve(encoded.length);
    this.bytes.set(encoded, this.used);
    this.used += encoded.length;
  }

  finish(): Uint8Array {
    return this.bytes.subarray(0, this.used);
  }

  private reserve(size: number): void {
    if (this.used + size <= this.bytes.length) return;
    const wider = new Uint8Array(Math.max(this.bytes.length * 2, this.used + size));
    wider.set(this.bytes);
    this.bytes = wider;
  }
}
