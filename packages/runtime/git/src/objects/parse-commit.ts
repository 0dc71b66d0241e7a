import type { ObjectFormat } from '../protocol/remote-refs.js';

/** A person and a moment, as a commit or tag names them. */
export interface GitSignature {
  readonly name: string;
  readonly email: string;
  /** Seconds since 1970. */
  readonly whenSeconds: number;
  /** Offset from UTC as written, e.g. `+0200`. */
  readonly timeZone: string;
}

/** An annotated tag object. */
export interface GitTag {
  /** Absent for a lightweight tag, which is a name and nothing more. */
  readonly hash?: string;
  readonly name: string;
  readonly tagger?: GitSignature;
  readonly message?: string;
  /** Armoured PGP or SSH signature. */
  readonly signature?: string;
  /** The object without its signature: what was signed. */
  readonly signed?: Buffer;
}

/** A commit object. */
export interface GitCommit {
  readonly hash: string;
  readonly objectFormat: ObjectFormat;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: GitSignature;
  readonly committer: GitSignature;
  readonly message: string;
  /** Armoured PGP or SSH signature. */
  readonly signature?: string;
  /** The object without its signature: what was signed. */
  readonly signed: Buffer;
}

const NOBODY: GitSignature = { name: '', email: '', whenSeconds: 0, timeZone: '+0000' };
const SIGNATURE_HEADERS = new Set(['gpgsig', 'gpgsig-sha256']);
const SIGNATURE_BEGIN = /^-----BEGIN (PGP SIGNATURE|PGP MESSAGE|SSH SIGNATURE|SIGNED MESSAGE)-----/m;

/** Parses the content of a commit object. Missing headers come out empty; text that is not UTF-8 is replaced. */
export function parseCommit(hash: string, content: Buffer): GitCommit {
  const { headers, message, headerEnd } = splitObject(content);
  const value = (name: string): string => headers.find((header) => header.name === name)?.value ?? '';
  const signature = headers.find(({ name }) => name === (hash.length === 64 ? 'gpgsig-sha256' : 'gpgsig'))?.value;
  return {
    hash,
    objectFormat: hash.length === 64 ? 'sha256' : 'sha1',
    tree: value('tree'),
    parents: headers.filter(({ name }) => name === 'parent').map((header) => header.value),
    author: parseSignature(value('author')),
    committer: parseSignature(value('committer')),
    message,
    ...(signature !== undefined && { signature }),
    signed: withoutSignature(content, headers, headerEnd),
  };
}

/** Parses the content of an annotated tag object; a signature stands at the end of its message. */
export function parseTag(hash: string, content: Buffer): GitTag & { readonly target: string } {
  const { headers, message } = splitObject(content);
  const value = (name: string): string => headers.find((header) => header.name === name)?.value ?? '';
  const begin = SIGNATURE_BEGIN.exec(message)?.index;
  const signature = begin === undefined ? undefined : message.slice(begin);
  const signedBytes = content.length - Buffer.byteLength(signature ?? '');
  return {
    hash,
    name: value('tag'),
    target: value('object'),
    tagger: parseSignature(value('tagger')),
    message: begin === undefined ? message : message.slice(0, begin),
    ...(signature !== undefined && { signature }),
    signed: content.subarray(0, signedBytes),
  };
}

/** The first line of a commit's message, cut to 50 characters as Flux shows it. */
export function shortMessage({ message }: GitCommit): string {
  const subject = [...(message.split('\n')[0] ?? '')];
  return subject.length > 50 ? `${subject.slice(0, 50).join('')}...` : subject.join('');
}

interface Header {
  readonly name: string;
  /** Continuation lines joined, without their leading space. */
  readonly value: string;
  /** Byte range in the object, with all its lines. */
  readonly start: number;
  readonly end: number;
}

function splitObject(content: Buffer): {
  readonly headers: readonly Header[];
  readonly message: string;
  readonly headerEnd: number;
} {
  const headers: Header[] = [];
  let offset = 0;
  while (offset < content.length && content[offset] !== 10) {
    const header = readHeader(content, offset);
    headers.push(header);
    offset = header.end;
  }
  return { headers, message: content.toString('utf8', offset + 1), headerEnd: offset };
}

function readHeader(content: Buffer, start: number): Header {
  let end = endOfLine(content, start);
  while (content[end] === 32) end = endOfLine(content, end);
  const text = content.toString('utf8', start, end).replace(/\n$/, '').replaceAll('\n ', '\n');
  const space = text.indexOf(' ');
  const cut = space === -1 ? text.length : space;
  return { name: text.slice(0, cut), value: text.slice(cut + 1), start, end };
}

function endOfLine(content: Buffer, start: number): number {
  const newline = content.indexOf(10, start);
  return newline === -1 ? content.length : newline + 1;
}

function withoutSignature(content: Buffer, headers: readonly Header[], headerEnd: number): Buffer {
  const kept = headers.filter(({ name }) => !SIGNATURE_HEADERS.has(name));
  if (kept.length === headers.length) return content;
  return Buffer.concat([...kept.map(({ start, end }) => content.subarray(start, end)), content.subarray(headerEnd)]);
}

/** `Name <email> seconds zone`. */
function parseSignature(text: string): GitSignature {
  const [, name, email, seconds, timeZone] = /^(.*?) ?<(.*?)>(?: (-?\d+) ([+-]\d{4}))?/.exec(text) ?? [];
  if (name === undefined || email === undefined) return NOBODY;
  return { name, email, whenSeconds: Number(seconds ?? 0), timeZone: timeZone ?? '+0000' };
}
