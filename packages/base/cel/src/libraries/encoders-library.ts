import type { Library } from '../environment/environment.js';
import { globalOverload } from '../environment/function-declaration.js';
import { BYTES, STRING } from '../types/cel-type.js';
import { CelError } from '../values/cel-error.js';

/** Bytes in base64. */
export const ENCODERS_LIBRARY: Library = {
  functions: [
    {
      name: 'base64.decode',
      overloads: [
        globalOverload('base64_decode_string', [STRING], BYTES, { unary: (text) => decodeBase64(text as string) }),
      ],
    },
    {
      name: 'base64.encode',
      overloads: [
        globalOverload('base64_encode_bytes', [BYTES], STRING, { unary: (bytes) => encodeBase64(bytes as Uint8Array) }),
      ],
    },
  ],
};

function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (const byte of bytes) parts.push(String.fromCharCode(byte));
  return btoa(parts.join(''));
}

/** Reads base64 with or without its padding; ends of lines are skipped. */
function decodeBase64(text: string): Uint8Array {
  const body = text.replace(/[\r\n]/g, '');
  const end = /[^A-Za-z0-9+/]/.exec(body)?.index ?? body.length;
  const data = body.slice(0, end);
  const padding = body.slice(end);
  const full = data.length % 4 === 0 ? '' : '='.repeat(4 - (data.length % 4));
  if (data.length % 4 === 1 || (padding !== '' && padding !== full)) throw corrupt(text, end);
  return Uint8Array.from(atob(data + full), (character) => character.charCodeAt(0));
}

/** The place is that of the first byte that does not belong, ends of lines counted. */
function corrupt(text: string, end: number): CelError {
  let place = 0;
  for (let left = end; left > 0 || /[\r\n]/.test(text[place] ?? ''); place++) {
    if (!/[\r\n]/.test(text[place] ?? '')) left--;
  }
  return new CelError(`illegal base64 data at input byte ${place}`);
}
