import { bytesToText } from '@gotk/go-template';
import { helmError } from '../helm-error.js';

/** A regular file, or what Helm takes for one, in a tar. */
export interface TarFile {
  readonly name: string;
  readonly data: Uint8Array;
  /** Milliseconds since 1970. */
  readonly modifiedMs: number;
}

const BLOCK = 512;
const MAX_ENTRIES = 100_000;

/** What extended headers said of the next entry. */
interface Pending {
  name: string | undefined;
  size: number | undefined;
}

/** The files of a tar, folders and extension headers left out. The data are views of the tar. @throws LocatedError when it is cut off or broken */
export function readTar(tar: Uint8Array): TarFile[] {
  const files: TarFile[] = [];
  let pending: Pending = { name: undefined, size: undefined };
  for (let offset = 0; offset + BLOCK <= tar.length; ) {
    const header = tar.subarray(offset, offset + BLOCK);
    if (isZero(header)) break;
    checkSum(header);
    const size = pending.size ?? numberField(header, 124, 12);
    const start = offset + BLOCK;
    const end = start + size;
    if (end > tar.length) throw helmError('chart-archive', 'unexpected EOF');
    const data = tar.subarray(start, end);
    const type = String.fromCharCode(header[156] ?? 0);
    offset = start + Math.ceil(size / BLOCK) * BLOCK;
    if (type === 'x' || type === 'L' || type === 'g' || type === 'K') {
      if (type === 'x') pending = { ...pending, ...paxFields(data) };
      if (type === 'L') pending.name = decodeUntilNul(data);
      continue;
    }
    const name = pending.name ?? nameOf(header);
    pending = { name: undefined, size: undefined };
    if (type === '5' || name.endsWith('/')) continue;
    const content = type === '0' || type === '\0' || type === '7' ? data : new Uint8Array();
    files.push({ name, data: content, modifiedMs: numberField(header, 136, 12) * 1000 });
    if (files.length > MAX_ENTRIES) throw helmError('chart-archive', `archive has more than ${MAX_ENTRIES} entries`);
  }
  return files;
}

function isZero(block: Uint8Array): boolean {
  // Nearly every header begins with a name.
  return block[0] === 0 && block.every((byte) => byte === 0);
}

function checkSum(header: Uint8Array): void {
  // The field of the sum itself counts as eight spaces.
  let sum = 8 * 32;
  for (let index = 0; index < 148; index++) sum += header[index] ?? 0;
  for (let index = 156; index < BLOCK; index++) sum += header[index] ?? 0;
  if (sum !== numberField(header, 148, 8)) throw helmError('chart-archive', 'archive/tar: invalid tar header');
}

function nameOf(header: Uint8Array): string {
  const name = untilNul(header, 0, 100);
  const isUstar = USTAR.every((byte, index) => header[257 + index] === byte);
  const prefix = isUstar ? untilNul(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** `ustar` and what ends it. */
const USTAR = [0x75, 0x73, 0x74, 0x61, 0x72, 0];

/** The text of a field; one in ASCII needs no decoder, which takes longer to begin than to read a header. */
function untilNul(bytes: Uint8Array, start: number, length: number): string {
  let text = '';
  for (let at = start; at < start + length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0) break;
    if (byte >= 0x80) return decodeUntilNul(bytes.subarray(start, start + length));
    text += String.fromCharCode(byte);
  }
  return text;
}

function decodeUntilNul(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return bytesToText(end === -1 ? bytes : bytes.subarray(0, end));
}

/** An octal number, or a binary one marked by the highest bit. */
function numberField(header: Uint8Array, start: number, length: number): number {
  const first = header[start] ?? 0;
  if (!isOctal(first)) return unusualNumberField(header, start, length);
  let value = 0;
  let at = start;
  for (; at < start + length && isOctal(header[at] ?? 0); at++) value = value * 8 + (header[at] ?? 0) - 0x30;
  const isEnd = at === start + length || header[at] === 0;
  return isEnd ? value : unusualNumberField(header, start, length);
}

function isOctal(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x37;
}

function unusualNumberField(header: Uint8Array, start: number, length: number): number {
  if (((header[start] ?? 0) & 0x80) !== 0) {
    const field = header.subarray(start, start + length);
    return field.reduce((value, byte, index) => value * 256 + (index === 0 ? byte & 0x7f : byte), 0);
  }
  const digits = untilNul(header, start, length).trim();
  if (!/^[0-7]*$/.test(digits)) throw helmError('chart-archive', 'archive/tar: invalid tar header');
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

/** Records of the form `LENGTH KEY=VALUE\n`. */
function paxFields(data: Uint8Array): Partial<Pending> {
  const fields: Partial<Pending> = {};
  for (let offset = 0; offset < data.length; ) {
    const space = data.indexOf(32, offset);
    const length = Number(bytesToText(data.subarray(offset, space)));
    if (space === -1 || !Number.isInteger(length) || length <= 0) break;
    const record = bytesToText(data.subarray(space + 1, offset + length - 1));
    const equals = record.indexOf('=');
    const key = record.slice(0, equals);
    if (key === 'path') fields.name = record.slice(equals + 1);
    if (key === 'size') fields.size = Number(record.slice(equals + 1));
    offset += length;
  }
  return fields;
}
