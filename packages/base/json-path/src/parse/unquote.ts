import { jsonPathError } from '../json-path-error.js';

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** How many digits an escape has, and in which base. */
const NUMERIC: Readonly<Record<string, { readonly digits: number; readonly pattern: RegExp; readonly base: number }>> =
  {
    x: { digits: 2, pattern: /^[0-9a-fA-F]{2}$/, base: 16 },
    u: { digits: 4, pattern: /^[0-9a-fA-F]{4}$/, base: 16 },
    U: { digits: 8, pattern: /^[0-9a-fA-F]{8}$/, base: 16 },
  };

/** What a quoted text says, its escapes being Go's. @param quoted with its quotes. */
export function unquote(quoted: string): string {
  const [quote = ''] = quoted;
  let rest = quoted.slice(1, -1);
  let text = '';
  while (rest !== '') {
    const { value, length } = readCharacter(rest, quote) ?? failUnquote(quoted);
    text += value;
    rest = rest.slice(length);
  }
  return text;
}

function failUnquote(quoted: string): never {
  throw jsonPathError('json-path-syntax', `unquote string ${quoted} error invalid syntax`);
}

interface Character {
  readonly value: string;
  readonly length: number;
}

function readCharacter(text: string, quote: string): Character | undefined {
  const [first = ''] = text;
  if (first === quote) return undefined;
  if (first !== '\\') return { value: first, length: first.length };
  const letter = text.charAt(1);
  const simple = Object.hasOwn(SIMPLE, letter) ? SIMPLE[letter] : undefined;
  if (simple !== undefined) return { value: simple, length: 2 };
  if (letter === quote) return { value: quote, length: 2 };
  return readNumericEscape(text, letter);
}

function readNumericEscape(text: string, letter: string): Character | undefined {
  if (/^[0-7]$/.test(letter)) {
    const digits = text.slice(1, 4);
    if (!/^[0-7]{3}$/.test(digits) || Number.parseInt(digits, 8) > 255) return undefined;
    return { value: String.fromCharCode(Number.parseInt(digits, 8)), length: 4 };
  }
  const form = Object.hasOwn(NUMERIC, letter) ? NUMERIC[letter] : undefined;
  const digits = text.slice(2, 2 + (form?.digits ?? 0));
  if (form === undefined || !form.pattern.test(digits)) return undefined;
  const codePoint = Number.parseInt(digits, form.base);
  if (codePoint > 0x10ffff || (letter !== 'x' && codePoint >= 0xd800 && codePoint <= 0xdfff)) return undefined;
  return { value: String.fromCodePoint(codePoint), length: 2 + form.digits };
}
