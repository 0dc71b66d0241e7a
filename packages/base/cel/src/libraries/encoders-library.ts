import type { Library } from '../environment/environment.js';
import { globalOverload } from '../environment/function-declaration.js';
import { BYTES, STRING } from '../types/cel-type.js';
import { decodeBase64 } from './base64.js';

/** Bytes in base64. */
export const ENCODERS_LIBRARY: Library = {
  functions: [
    {
      name: 'base64.decode',
      overloads: [globalOverload('base64_decode_string', [STRING], BYTES, { unary: (text) => decode(text as string) })],
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

/** Padding may be left out. @throws CelError */
function decode(text: string): Uint8Array {
  try {
    return decodeBase64(text, { alphabet: 'standard', padded: true });
  } catch {
    return decodeBase64(text, { alphabet: 'standard', padded: false });
  }
}
