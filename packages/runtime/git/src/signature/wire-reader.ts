/** Reads the fields of SSH's binary formats in order. */
export interface WireReader {
  uint32(): number;
  /** A length and so many bytes. */
  bytes(): Buffer;
  text(): string;
  /** So many bytes, without a length before them. */
  take(length: number): Buffer;
}

/** A reader that throws RangeError where the data ends too early. */
export function wireReader(data: Buffer): WireReader {
  let offset = 0;
  const take = (length: number): Buffer => {
    if (offset + length > data.length) throw new RangeError('unexpected end of data');
    offset += length;
    return data.subarray(offset - length, offset);
  };
  const uint32 = (): number => take(4).readUInt32BE();
  const bytes = (): Buffer => take(uint32());
  return { uint32, bytes, text: () => bytes().toString('latin1'), take };
}

/** A length and the bytes. */
export function renderBytes(content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
