const BLOCK = 512;

/** A file in a tar. */
export interface TarEntry {
  readonly name: string;
  readonly mode: number;
  readonly modifiedMs: number;
  readonly data: Uint8Array;
}

/** The files of a tar of short names, in their order. */
export function unpackTar(tar: Uint8Array): readonly TarEntry[] {
  const entries: TarEntry[] = [];
  for (let offset = 0; offset + BLOCK <= tar.length && tar[offset] !== 0; ) {
    const field = (start: number, length: number): string =>
      Buffer.from(tar.subarray(offset + start, offset + start + length))
        .toString('utf8')
        .replace(/\0.*$/s, '');
    const size = Number.parseInt(field(124, 12), 8);
    const start = offset + BLOCK;
    const prefix = field(345, 155);
    entries.push({
      name: prefix === '' ? field(0, 100) : `${prefix}/${field(0, 100)}`,
      mode: Number.parseInt(field(100, 8), 8),
      modifiedMs: Number.parseInt(field(136, 12), 8) * 1000,
      data: tar.subarray(start, start + size),
    });
    offset = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return entries;
}
