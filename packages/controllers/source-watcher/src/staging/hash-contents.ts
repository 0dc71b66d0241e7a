import type { StagingTree } from './staging-tree.js';

const MODULUS = 65521;
/** As many bytes as the sums can take before they have to be reduced. */
const CHUNK = 5552;

/**
 * Names the contents of an artifact, as source-watcher does: Adler-32 over the sorted lines `<Adler-32 of a file>  <name>/<path>`,
 * in decimal.
 * @param name of the artifact.
 * @throws Error for a path with a line break.
 */
export function hashContents(name: string, staging: StagingTree): string {
  const paths = staging.filePaths.map((path) => ({ path, key: Buffer.from(`${name}/${path}`) }));
  const lines = paths
    .sort((a, b) => Buffer.compare(a.key, b.key))
    .map(({ path, key }) => {
      if (path.includes('\n')) throw new Error('failed to hash staging dir: filenames with newlines are not supported');
      const bytes = staging.file(path)?.read() ?? new Uint8Array();
      return `${adler32(bytes).toString(16)}  ${key.toString()}\n`;
    });
  return String(adler32(Buffer.from(lines.join(''))));
}

function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let from = 0; from < bytes.length; from += CHUNK) {
    const to = Math.min(from + CHUNK, bytes.length);
    for (let index = from; index < to; index++) {
      a += bytes[index] ?? 0;
      b += a;
    }
    a %= MODULUS;
    b %= MODULUS;
  }
  return b * 65536 + a;
}
