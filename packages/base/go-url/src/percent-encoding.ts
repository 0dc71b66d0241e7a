import { goQuote } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';

/** The part of a URL that text stands in; each has its own characters that must be escaped. */
export type UrlPart = 'path' | 'user' | 'host' | 'zone' | 'fragment' | 'query';

const UNRESERVED = /^[A-Za-z0-9\-_.~]$/;
const ALLOWED: Readonly<Record<UrlPart, string>> = {
  path: '$&+,/:;=@',
  user: '$&+,;=',
  host: '!$&\'()*+,;=:[]<>"',
  zone: '!$&\'()*+,;=:[]<>"',
  fragment: '$&+,/:;=?@!()*',
  query: '',
};

function mustEscape(char: string, part: UrlPart): boolean {
  return !UNRESERVED.test(char) && !ALLOWED[part].includes(char);
}

/** The text with everything escaped that must be, byte by byte of its UTF-8 form. */
export function escapeUrl(text: string, part: UrlPart): string {
  let escaped = '';
  for (const char of text) {
    if (char.length === 1 && char.charCodeAt(0) < 0x80 && !mustEscape(char, part)) escaped += char;
    else
      for (const byte of new TextEncoder().encode(char))
        escaped += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return escaped;
}

/**
 * The text with escapes resolved.
 *
 * @throws LocatedError `url-escape` with Go's text.
 */
export function unescapeUrl(text: string, part: UrlPart): string {
  for (let position = 0; position < text.length; position++) {
    const char = text[position] ?? '';
    if (char === '%') {
      checkEscape(text.slice(position, position + 3), part);
      position += 2;
    } else if ((part === 'host' || part === 'zone') && char.charCodeAt(0) < 0x80 && mustEscape(char, part)) {
      throw new LocatedError({ code: 'url-escape', message: `invalid character ${goQuote(char)} in host name` });
    }
  }
  return text.includes('%') ? decode(text) : text;
}

function checkEscape(sequence: string, part: UrlPart): void {
  if (!/^%[0-9A-Fa-f]{2}$/.test(sequence)) throw invalidEscape(sequence);
  const byte = Number.parseInt(sequence.slice(1), 16);
  if (part === 'host' && byte < 0x80 && sequence !== '%25') throw invalidEscape(sequence);
  if (part === 'zone' && sequence !== '%25' && byte !== 0x20 && mustEscape(String.fromCharCode(byte), 'host'))
    throw invalidEscape(sequence);
}

function invalidEscape(sequence: string): LocatedError {
  return new LocatedError({ code: 'url-escape', message: `invalid URL escape ${goQuote(sequence)}` });
}

function decode(text: string): string {
  const bytes: number[] = [];
  for (let position = 0; position < text.length; ) {
    if (text[position] === '%') {
      bytes.push(Number.parseInt(text.slice(position + 1, position + 3), 16));
      position += 3;
    } else {
      const char = String.fromCodePoint(text.codePointAt(position) ?? 0);
      bytes.push(...new TextEncoder().encode(char));
      position += char.length;
    }
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
