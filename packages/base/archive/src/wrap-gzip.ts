import { deflateSync } from 'fflate';

export interface WrapGzipOptions {
  /** Goes into the header as it is. */
  readonly extra?: Uint8Array;
  /** In Latin 1. */
  readonly comment?: string;
  /** Compresses without any header; a platform's own is faster than the default, which is plain JavaScript. */
  readonly deflate?: ((bytes: Uint8Array) => Uint8Array) | undefined;
}

const EXTRA = 4;
const COMMENT = 16;
const UNKNOWN_SYSTEM = 255;

/** Data as a gzip member without a time, with what the header may say besides. */
export function wrapGzip(bytes: Uint8Array, options: WrapGzipOptions = {}): Uint8Array {
  const { extra, comment, deflate = (data: Uint8Array) => deflateSync(data) } = options;
  const flags = (extra === undefined ? 0 : EXTRA) | (comment === undefined ? 0 : COMMENT);
  return join([
    Uint8Array.of(0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, UNKNOWN_SYSTEM),
    ...(extra === undefined ? [] : [Uint8Array.of(extra.length & 0xff, extra.length >> 8), extra]),
    ...(comment === undefined ? [] : [Uint8Array.from(comment, (char) => char.charCodeAt(0)), Uint8Array.of(0)]),
    deflate(bytes),
    littleEndian(crc32(bytes)),
    littleEndian(bytes.length),
  ]);
}

function littleEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
