import { type ByteSource, isWholeLine } from './byte-source.js';
import { quoteBytes } from './quote-bytes.js';
import { decodeRawBase64, encodeRawBase64, type Stanza } from './stanza.js';

/** What stands before the payload of an age file. */
export interface AgeHeader {
  readonly stanzas: readonly Stanza[];
  readonly mac: Uint8Array;
}

const INTRO = 'age-encryption.org/v1\n';
const STANZA_MARK = '->';
const FOOTER_MARK = '---';
const COLUMNS = 64;
const BYTES_PER_LINE = 48;
const MAC_BYTES = 32;
const MAX_HEADER_BYTES = 2 * 1024 * 1024;
const MAX_STANZAS = 1024;
const MAX_ARGS = 128;

/** Reads the header; the source then stands at the payload. @throws Error in age's words. */
export function readAgeHeader(source: ByteSource): AgeHeader {
  const reader = new HeaderReader(source);
  reader.readIntro();
  const stanzas: Stanza[] = [];
  while (!reader.atFooter()) {
    if (stanzas.length === MAX_STANZAS) throw headerError(`header contains more than ${MAX_STANZAS} recipient stanzas`);
    stanzas.push(reader.readStanza());
  }
  const mac = reader.readFooter();
  if (stanzas.length === 0) throw headerError('no recipient stanzas');
  return { stanzas, mac };
}

class HeaderReader {
  constructor(readonly source: ByteSource) {}

  readIntro(): void {
    const line = this.#line();
    if (!isWholeLine(line)) {
      if (this.source.fault !== undefined) throw headerError(`failed to read intro: ${this.source.fault.message}`);
      if (line.length === 0) throw headerError('file is empty');
      throw headerError(`unexpected EOF reading intro${describeIntro(line)}`);
    }
    if (asciiText(line) !== INTRO) throw headerError(`unexpected intro${describeIntro(line)}`);
  }

  atFooter(): boolean {
    const mark = this.source.peek(FOOTER_MARK.length);
    if (this.source.position + FOOTER_MARK.length > MAX_HEADER_BYTES) throw headerError('header exceeds 2 MiB');
    if (mark.length < FOOTER_MARK.length) throw headerError(`failed to read header: ${this.#endMessage()}`);
    return asciiText(mark) === FOOTER_MARK;
  }

  readStanza(): Stanza {
    const line = this.#stanzaLine();
    if (!asciiText(line).startsWith(STANZA_MARK))
      throw stanzaError(`malformed stanza opening line: ${quoteBytes(line)}`);
    const { mark, args } = splitArgs(line);
    const [type, ...others] = args;
    if (mark !== STANZA_MARK || type === undefined) throw stanzaError(`malformed stanza: ${quoteBytes(line)}`);
    return { type, args: others, body: this.#readBody() };
  }

  /** A body ends with a line that is shorter than the others. */
  #readBody(): Uint8Array {
    const body: number[] = [];
    for (;;) {
      const line = this.#stanzaLine();
      const bytes = decodeBodyLine(line);
      body.push(...bytes);
      if (bytes.length < BYTES_PER_LINE) return Uint8Array.from(body);
    }
  }

  readFooter(): Uint8Array {
    const line = this.#line();
    if (!isWholeLine(line)) throw new Error(`failed to read header: ${this.#endMessage()}`);
    const { mark, args } = splitArgs(line);
    const [text] = args;
    if (mark !== FOOTER_MARK || text === undefined || args.length !== 1)
      throw headerError(`malformed closing line: ${quoteBytes(line)}`);
    return decodeMac(text, line);
  }

  #stanzaLine(): Uint8Array {
    const line = this.#line();
    if (!isWholeLine(line)) throw stanzaError(`failed to read line: ${this.#endMessage()}`);
    return line;
  }

  #line(): Uint8Array {
    const line = this.source.readLine();
    if (this.source.position > MAX_HEADER_BYTES) throw headerError('header exceeds 2 MiB');
    return line;
  }

  #endMessage(): string {
    return this.source.fault?.message ?? 'EOF';
  }
}

/** A private key in the wrong place is not shown. */
function describeIntro(line: Uint8Array): string {
  const text = asciiText(line);
  if (text.startsWith('AGE-SECRET-KEY-') || text.startsWith('AGE-PLUGIN-'))
    return `, expected ${JSON.stringify(INTRO)}`;
  return `: ${quoteBytes(line.subarray(0, INTRO.length))}`;
}

function decodeBodyLine(line: Uint8Array): Uint8Array {
  const text = asciiText(line).replace(/\n$/, '');
  let bytes: Uint8Array;
  try {
    bytes = decodeRawBase64(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (text.startsWith(FOOTER_MARK) || text.startsWith(STANZA_MARK))
      throw stanzaError(
        `malformed body line ${quoteBytes(line)}: stanza ended without a short line\nnote: this might be a file encrypted with an old beta version of age or rage; use age v1.0.0-beta6 or rage to decrypt it`,
      );
    throw stanzaError(headerError(`malformed body line ${quoteBytes(line)}: ${reason}`).message);
  }
  if (bytes.length > BYTES_PER_LINE)
    throw stanzaError(headerError(`malformed body line ${quoteBytes(line)}: too long`).message);
  return bytes;
}

function decodeMac(text: string, line: Uint8Array): Uint8Array {
  let reason = '<nil>';
  try {
    const mac = decodeRawBase64(text);
    if (mac.length === MAC_BYTES) return mac;
  } catch (cause) {
    reason = cause instanceof Error ? cause.message : String(cause);
  }
  throw headerError(`malformed closing line ${quoteBytes(line)}: ${reason}`);
}

function splitArgs(line: Uint8Array): { readonly mark: string; readonly args: readonly string[] } {
  const text = asciiText(line).replace(/\n$/, '');
  const space = text.indexOf(' ');
  if (space < 0) return { mark: text, args: [] };
  const args = text.slice(space + 1).split(' ');
  if (args.length > MAX_ARGS + 1 || !args.every((arg) => /^[!-~]+$/.test(arg))) return { mark: text, args: [] };
  return { mark: text.slice(0, space), args };
}

/** Each byte as a character, so that nothing but ASCII is mistaken for ASCII. */
function asciiText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** The header without its code: what the code is computed over. */
export function renderHeaderWithoutMac(stanzas: readonly Stanza[]): string {
  return `${INTRO}${stanzas.map(renderStanza).join('')}${FOOTER_MARK}`;
}

/** The whole header. */
export function renderHeader({ stanzas, mac }: AgeHeader): string {
  return `${renderHeaderWithoutMac(stanzas)} ${encodeRawBase64(mac)}\n`;
}

/** The last line of a body is shorter than the others, or empty. */
function renderStanza({ type, args, body }: Stanza): string {
  const text = encodeRawBase64(body);
  const lines = Array.from({ length: Math.floor(text.length / COLUMNS) + 1 }, (_, index) =>
    text.slice(index * COLUMNS, (index + 1) * COLUMNS),
  );
  return `${[[STANZA_MARK, type, ...args].join(' '), ...lines].join('\n')}\n`;
}

function stanzaError(problem: string): Error {
  return new Error(`failed to parse header: ${problem}`);
}

function headerError(problem: string): Error {
  return new Error(`parsing age header: ${problem}`);
}
