import { decodeBase64, encodeBase64 } from '../cipher/base64.js';
import { ByteSource } from './byte-source.js';
import { quoteBytes } from './quote-bytes.js';

const HEADER = '-----BEGIN AGE ENCRYPTED FILE-----';
const FOOTER = '-----END AGE ENCRYPTED FILE-----';
const COLUMNS = 64;
const BYTES_PER_LINE = 48;
const MAX_WHITE_SPACE = 1024;
const SPACES = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$/;

/** The bytes in an armored text; what is wrong with it shows where they end. */
export function readArmor(text: string): ByteSource {
  const lines = new ArmorLines(text);
  const chunks: Uint8Array[] = [];
  let fault: Error | undefined;
  try {
    lines.skipHeader();
    for (let chunk = lines.next(); chunk !== undefined; chunk = lines.next()) chunks.push(chunk);
  } catch (cause) {
    fault = new Error(`invalid armor: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  return new ByteSource(concatBytes(chunks), fault);
}

/** One array of all the bytes. */
export function concatBytes(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}

class ArmorLines {
  #position = 0;
  #ended = false;
  /** An error that counts once the bytes before it are read. */
  #late: Error | undefined;

  constructor(readonly text: string) {}

  skipHeader(): void {
    let skipped = 0;
    for (;;) {
      const line = this.#line();
      if (line === HEADER) return;
      if (!SPACES.test(line)) throw new Error(`invalid first line: ${quoteBytes(new TextEncoder().encode(line))}`);
      skipped += line.length + 1;
      if (skipped > MAX_WHITE_SPACE) throw new Error('too much leading whitespace');
    }
  }

  /** The bytes of the next line, `undefined` at the end. */
  next(): Uint8Array | undefined {
    if (this.#late !== undefined) throw this.#late;
    if (this.#ended) return undefined;
    const line = this.#line();
    if (line === FOOTER) return this.#finish();
    const bytes = decodeLine(line);
    if (bytes.length < BYTES_PER_LINE) this.#expectFooter();
    return bytes;
  }

  #line(): string {
    if (this.#position >= this.text.length) throw new Error('unexpected EOF');
    const found = this.text.indexOf('\n', this.#position);
    const end = found < 0 ? this.text.length : found;
    const line = this.text.slice(this.#position, end);
    this.#position = end + 1;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }

  #finish(): undefined {
    this.#ended = true;
    this.#checkTrailing();
    return undefined;
  }

  #checkTrailing(): void {
    const rest = this.text.slice(this.#position, this.#position + MAX_WHITE_SPACE);
    if (!SPACES.test(rest)) throw new Error('trailing data after armored file');
    if (rest.length === MAX_WHITE_SPACE) throw new Error('too much trailing whitespace');
  }

  /** A short line must be the last one. */
  #expectFooter(): void {
    const line = this.#line();
    if (line !== FOOTER) throw new Error(`invalid closing line: ${quoteBytes(new TextEncoder().encode(line))}`);
    this.#ended = true;
    try {
      this.#checkTrailing();
    } catch (cause) {
      this.#late = cause instanceof Error ? cause : new Error(String(cause));
    }
  }
}

function decodeLine(line: string): Uint8Array {
  if (line === '') throw new Error('empty line in armored data');
  if (line.length > COLUMNS) throw new Error('column limit exceeded');
  if (line.includes('\r')) throw new Error('unexpected newline character');
  const bytes = decodeBase64(line);
  // Bits that stand for nothing must be zero.
  if (encodeBase64(bytes) !== line)
    throw new Error(`illegal base64 data at input byte ${line.replace(/=*$/, '').length}`);
  return bytes;
}

/** Writes bytes as armored text. */
export function renderArmor(bytes: Uint8Array): string {
  const lines = encodeBase64(bytes).match(new RegExp(`.{1,${COLUMNS}}`, 'g')) ?? [];
  return `${[HEADER, ...lines, FOOTER].join('\n')}\n`;
}
