import type { DirectoryEntry, FileTree } from '@gotk/file-tree';

const BLOCK = 512;
const NAME_BYTES = 100;
const PREFIX_BYTES = 155;
const encoder = new TextEncoder();

/** Modes of the entries. Flux's artifacts: 0600, 0700 and 0750. */
export interface TarModes {
  readonly file: number;
  readonly executable: number;
  readonly directory: number;
}

const FLUX_MODES: TarModes = { file: 0o600, executable: 0o700, directory: 0o750 };

export interface WriteTarOptions {
  readonly modes?: TarModes;
  /** The mode of one entry, instead of `modes`; the root is ''. */
  readonly modeOf?: (path: string) => number;
  /** Which files and directories get no entry; what is in such a directory is asked for on its own. Default: all get one. */
  readonly omit?: (path: string, kind: 'file' | 'directory') => boolean;
}

const omitNothing = (): boolean => false;

interface Header {
  readonly name: string;
  readonly mode: number;
  readonly sizeBytes: number;
  readonly type: '0' | '5' | 'x';
  /** Seconds since 1970. @default 0 */
  readonly modifiedSeconds?: number;
}

/** A file for a tar. */
export interface TarFile {
  /** Path, with `/` between its parts. */
  readonly name: string;
  readonly data: Uint8Array;
  readonly mode: number;
  /** Rounded to the nearest second. */
  readonly modifiedMs: number;
}

/** Files as a tar, in the order in which they come; see {@link writeTar} for the format. */
export function writeTarFiles(files: readonly TarFile[]): Uint8Array {
  const chunks: Uint8Array[] = [];
  for (const { name, data, mode, modifiedMs } of files) {
    const modifiedSeconds = Math.max(0, Math.round(modifiedMs / 1000));
    addHeader({ name, mode, sizeBytes: data.length, type: '0', modifiedSeconds }, chunks);
    addContent(data, chunks);
  }
  chunks.push(new Uint8Array(2 * BLOCK));
  return concatenate(chunks);
}

/**
 * The tree as a reproducible tar: entries in the order of their paths, the root first as `.`, no times, no owners, no symlinks.
 * The bytes are those of Go's archive/tar as source-controller uses it: USTAR, and PAX records for names that do not fit.
 */
export function writeTar(
  tree: FileTree,
  { modes = FLUX_MODES, omit = omitNothing, modeOf = modesByKind(tree, modes) }: WriteTarOptions = {},
): Uint8Array {
  const chunks: Uint8Array[] = [];
  addEntry(tree, { path: '', modeOf, omit, chunks });
  chunks.push(new Uint8Array(2 * BLOCK));
  return concatenate(chunks);
}

function modesByKind(tree: FileTree, modes: TarModes): (path: string) => number {
  return (path) => {
    const entry = tree.entry(path);
    if (entry?.kind !== 'file') return modes.directory;
    return entry.executable ? modes.executable : modes.file;
  };
}

interface Walk extends Required<Pick<WriteTarOptions, 'modeOf' | 'omit'>> {
  readonly path: string;
  readonly chunks: Uint8Array[];
}

function addEntry(tree: FileTree, { path, modeOf, omit, chunks }: Walk): void {
  const entry = tree.entry(path);
  const name = path === '' ? '.' : path;
  if (entry?.kind === 'file') {
    if (omit(path, 'file')) return;
    const content = entry.read();
    addHeader({ name, mode: modeOf(path), sizeBytes: content.length, type: '0' }, chunks);
    addContent(content, chunks);
  } else if (entry?.kind === 'directory') {
    if (path === '' || !omit(path, 'directory')) {
      addHeader({ name, mode: modeOf(path), sizeBytes: 0, type: '5' }, chunks);
    }
    for (const child of inWalkOrder(path, entry)) addEntry(tree, { path: child, modeOf, omit, chunks });
  }
}

/** Go's filepath.Walk visits a directory's entries by name, in the order of bytes. */
function inWalkOrder(path: string, entry: DirectoryEntry): readonly string[] {
  return [...entry.names].sort(compareBytes).map((name) => (path === '' ? name : `${path}/${name}`));
}

function compareBytes(a: string, b: string): number {
  const left = encoder.encode(a);
  const right = encoder.encode(b);
  for (let index = 0; index < left.length && index < right.length; index++) {
    const order = (left[index] ?? 0) - (right[index] ?? 0);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function addContent(content: Uint8Array, chunks: Uint8Array[]): void {
  chunks.push(content);
  const rest = content.length % BLOCK;
  if (rest !== 0) chunks.push(new Uint8Array(BLOCK - rest));
}

function addHeader(header: Header, chunks: Uint8Array[]): void {
  const split = splitName(header.name);
  if (split === undefined) {
    const records = paxRecord('path', header.name);
    const slash = header.name.lastIndexOf('/');
    const paxName = `${slash === -1 ? '' : `${header.name.slice(0, slash)}/`}PaxHeaders.0/${header.name.slice(slash + 1)}`;
    chunks.push(
      renderHeader(
        { name: paxName, mode: 0, sizeBytes: records.length, type: 'x' },
        { name: asciiPrefix(paxName), prefix: '' },
      ),
    );
    addContent(records, chunks);
    chunks.push(renderHeader(header, { name: asciiPrefix(header.name), prefix: '' }));
  } else chunks.push(renderHeader(header, split));
}

/** The name as USTAR holds it, or `undefined` when it needs a PAX record. */
function splitName(name: string): { readonly name: string; readonly prefix: string } | undefined {
  if (!isAscii(name)) return undefined;
  if (name.length <= NAME_BYTES) return { name, prefix: '' };
  const length =
    Math.min(name.length, PREFIX_BYTES + 1) - (name.length <= PREFIX_BYTES + 1 && name.endsWith('/') ? 1 : 0);
  const slash = name.slice(0, length).lastIndexOf('/');
  const rest = name.length - slash - 1;
  if (slash <= 0 || rest > NAME_BYTES || rest === 0 || slash > PREFIX_BYTES) return undefined;
  return { name: name.slice(slash + 1), prefix: name.slice(0, slash) };
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) >= 0x80) return false;
  return true;
}

/** What a reader without PAX sees: the ASCII characters, as many as fit. */
function asciiPrefix(name: string): string {
  return [...name]
    .filter((char) => char.length === 1 && char.charCodeAt(0) < 0x80)
    .join('')
    .slice(0, NAME_BYTES);
}

/** `<length> <key>=<value>\n`, where the length counts itself. */
function paxRecord(key: string, value: string): Uint8Array {
  const body = encoder.encode(` ${key}=${value}\n`);
  let length = body.length + String(body.length).length;
  if (String(length).length !== String(body.length).length) length = body.length + String(length).length;
  return concatenate([encoder.encode(String(length)), body]);
}

function renderHeader(
  { mode, sizeBytes, type, modifiedSeconds = 0 }: Header,
  { name, prefix }: { readonly name: string; readonly prefix: string },
): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (text: string, offset: number): void => block.set(encoder.encode(text), offset);
  put(name, 0);
  put(octal(mode, 7), 100);
  put(octal(0, 7), 108);
  put(octal(0, 7), 116);
  put(octal(sizeBytes, 11), 124);
  put(octal(modifiedSeconds, 11), 136);
  put('        ', 148);
  put(type, 156);
  put('ustar\u000000', 257);
  put(octal(0, 7), 329);
  put(octal(0, 7), 337);
  put(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${octal(sum, 6)}\u0000 `, 148);
  return block;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((total, { length }) => total + length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}
