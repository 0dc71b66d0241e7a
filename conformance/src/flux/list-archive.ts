import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const BLOCK_BYTES = 512;
const KINDS: Readonly<Record<string, string>> = { '0': 'file', '5': 'dir', '2': 'symlink' };

/** An archive as the corpus shows it. */
export interface ListedArchive {
  /** Name, kind, mode, size, user, group, time and, of files, what the digest of the content begins with. */
  readonly entries: readonly (readonly (string | number)[])[];
  /** Of the archive, decompressed. */
  readonly tarDigest: string;
}

/** What is in a `.tar.gz` or `.tgz`; of another file only its digest, and `undefined` where there is none. */
export function listArchive(file: string): ListedArchive | undefined {
  const content = tryRead(file);
  const tar = content && (tryGunzip(content) ?? content);
  if (tar === undefined) return undefined;
  if (tar === content) return { entries: [], tarDigest: digestOf(tar) };
  const entries: (readonly (string | number)[])[] = [];
  for (let at = 0; at + BLOCK_BYTES <= tar.length && tar[at] !== 0; ) {
    const header = tar.subarray(at, at + BLOCK_BYTES);
    const sizeBytes = octal(header, 124, 12);
    const content = tar.subarray(at + BLOCK_BYTES, at + BLOCK_BYTES + sizeBytes);
    entries.push(entryOf(header, content));
    at += BLOCK_BYTES + Math.ceil(sizeBytes / BLOCK_BYTES) * BLOCK_BYTES;
  }
  return { entries, tarDigest: digestOf(tar) };
}

function tryRead(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function tryGunzip(content: Buffer): Buffer | undefined {
  try {
    return gunzipSync(content);
  } catch {
    return undefined;
  }
}

function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

function entryOf(header: Buffer, content: Buffer): readonly (string | number)[] {
  const kind = KINDS[text(header, 156, 1)] ?? text(header, 156, 1);
  const [prefix, name] = [text(header, 345, 155), text(header, 0, 100)];
  const path = prefix === '' ? name : `${prefix}/${name}`;
  const owner = [`uid=${octal(header, 108, 8)}`, `gid=${octal(header, 116, 8)}`, `mtime=${octal(header, 136, 12)}`];
  const shown = path.replace(/(?<=.)\/$/, '');
  const digest = kind === 'file' ? [digestOf(content).slice(0, 'sha256:'.length + 16)] : [];
  return [shown, kind, text(header, 100, 8).slice(0, 7), content.length, ...owner, ...digest];
}

function text(header: Buffer, begin: number, length: number): string {
  const field = header.toString('utf8', begin, begin + length);
  const end = field.indexOf('\0');
  return end === -1 ? field : field.slice(0, end);
}

function octal(header: Buffer, begin: number, length: number): number {
  return Number.parseInt(text(header, begin, length).trim() || '0', 8);
}
