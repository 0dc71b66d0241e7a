/** A text ready to be read, and what is wrong with it. */
export interface YamlText {
  /** Without byte order mark. */
  readonly text: string;
  /** The first character no YAML text may hold. Reading fails when it comes near. */
  readonly fault?: TextFault;
}

/** A character that is not allowed, and what go-yaml says to it. */
export interface TextFault {
  readonly index: number;
  readonly problem: string;
}

/** Characters YAML 1.1 does not allow: control characters and lone surrogates. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|\p{Cs}/u;

/** Takes text, or bytes in UTF-8 or UTF-16 with a byte order mark. */
export function readYamlText(input: string | Uint8Array): YamlText {
  if (typeof input === 'string') return withFault(input.startsWith('\ufeff') ? input.slice(1) : input);
  if (input[0] === 0xff && input[1] === 0xfe) return withFault(decodeUtf16(input, true));
  if (input[0] === 0xfe && input[1] === 0xff) return withFault(decodeUtf16(input, false));
  return decodeUtf8(input);
}

function withFault(text: string): YamlText {
  const match = FORBIDDEN.exec(text);
  if (match === null) return { text };
  const surrogate = match[0] >= '\ud800' && match[0] <= '\udfff';
  const problem = surrogate ? surrogateProblem(text, match.index) : 'control characters are not allowed';
  return { text, fault: { index: match.index, problem } };
}

/** Lone surrogates from U+DC80 on stand for bytes that are no UTF-8 (as Python's `surrogateescape` has it). */
function surrogateProblem(text: string, index: number): string {
  if (!/[\udc80-\udcff]/.test(text[index] ?? '')) return 'invalid Unicode character';
  const bytes: number[] = [];
  for (const character of text.slice(index, index + 4)) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code - 0xdc00);
    else bytes.push(...new TextEncoder().encode(character));
  }
  return findBadUtf8(Uint8Array.from(bytes)).problem;
}

function decodeUtf16(bytes: Uint8Array, little: boolean): string {
  const units: string[] = [];
  for (let index = 2; index + 1 < bytes.length; index += 2) {
    const [low = 0, high = 0] = [bytes[index + (little ? 0 : 1)], bytes[index + (little ? 1 : 0)]];
    units.push(String.fromCharCode(low | (high << 8)));
  }
  return units.join('');
}

function decodeUtf8(bytes: Uint8Array): YamlText {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const body = start === 0 ? bytes : bytes.subarray(start);
  try {
    return withFault(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    const { index, problem } = findBadUtf8(body);
    const good = withFault(new TextDecoder('utf-8', { ignoreBOM: true }).decode(body.subarray(0, index)));
    return good.fault === undefined ? { text: good.text, fault: { index: good.text.length, problem } } : good;
  }
}

function findBadUtf8(bytes: Uint8Array): TextFault {
  for (let index = 0; index < bytes.length; ) {
    const width = widthOf(bytes[index] ?? 0);
    const problem = width === 0 ? 'invalid leading UTF-8 octet' : checkSequence(bytes, index, width);
    if (problem !== undefined) return { index, problem };
    index += width;
  }
  return { index: bytes.length, problem: 'incomplete UTF-8 octet sequence' };
}

function widthOf(octet: number): number {
  if (octet < 0x80) return 1;
  if ((octet & 0xe0) === 0xc0) return 2;
  if ((octet & 0xf0) === 0xe0) return 3;
  return (octet & 0xf8) === 0xf0 ? 4 : 0;
}

const FIRST_OF_WIDTH = [0, 0, 0x80, 0x800, 0x10000];

function checkSequence(bytes: Uint8Array, index: number, width: number): string | undefined {
  if (index + width > bytes.length) return 'incomplete UTF-8 octet sequence';
  let value = width === 1 ? (bytes[index] ?? 0) : (bytes[index] ?? 0) & (0x7f >> width);
  for (let offset = 1; offset < width; offset++) {
    const octet = bytes[index + offset] ?? 0;
    if ((octet & 0xc0) !== 0x80) return 'invalid trailing UTF-8 octet';
    value = (value << 6) | (octet & 0x3f);
  }
  if (value < (FIRST_OF_WIDTH[width] ?? 0)) return 'invalid length of a UTF-8 sequence';
  return (value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff ? 'invalid Unicode character' : undefined;
}
