import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";
import { ByteReader, CorruptBytes } from "./byte-reader";
import { ByteWriter } from "./byte-writer";

/**
 * What a sweep leaves as bytes: version, kind, CRC-32 of all the rest (4, lowest first), content. Where that is shorter
 * the content is deflated: DEFLATED is set in the kind, and the inflated length comes first.
 */
const VERSION = 1;
export const DELTA = 1;
export const KEYFRAME = 2;
export const PROFILES = 3;
const DEFLATED = 0x80;
const CHECKSUM_AT = 2;
const HEADER_BYTES = 6;
/** No set of connections comes near it; a length beyond it is a corrupt one, not a reason to allocate. */
const LARGEST_CONTENT_BYTES = 2 ** 28;

export function seal(kind: number, content: Uint8Array): Uint8Array {
  const length = new ByteWriter();
  length.varint(content.length);
  const deflated = Buffer.concat([length.finish(), deflateRawSync(content)]);
  const isShorter = deflated.length < content.length;
  const body = isShorter ? deflated : content;
  const header = Buffer.alloc(HEADER_BYTES);
  header[0] = VERSION;
  header[1] = isShorter ? kind | DEFLATED : kind;
  header.writeUInt32LE(checksum(header, body), CHECKSUM_AT);
  return Buffer.concat([header, body]);
}

/** The content. Throws CorruptBytes where it is not what was sealed, or of another kind. */
export function unseal(kind: number, bytes: Uint8Array): Uint8Array {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length < HEADER_BYTES) throw new CorruptBytes("the bytes end too early");
  if (view[0] !== VERSION) throw new CorruptBytes(`unknown version ${view[0]}`);
  const written = view[1] ?? 0;
  if ((written & ~DEFLATED) !== kind) throw new CorruptBytes("not what was asked for");
  const body = view.subarray(HEADER_BYTES);
  if (checksum(view, body) !== view.readUInt32LE(CHECKSUM_AT))
    throw new CorruptBytes("the checksum does not fit");
  return (written & DEFLATED) === 0 ? body : inflate(body);
}

function checksum(header: Buffer, body: Uint8Array): number {
  return crc32(body, crc32(header.subarray(0, CHECKSUM_AT)));
}

function inflate(body: Uint8Array): Uint8Array {
  const reader = new ByteReader(body);
  const length = reader.varint();
  if (length > LARGEST_CONTENT_BYTES) throw new CorruptBytes("a length is too large");
  try {
    return inflateRawSync(reader.rest(), { maxOutputLength: Math.max(1, length) });
  } catch {
    throw new CorruptBytes("cannot be inflated");
  }
}
