import { base64ToBytes, bytesToBase64 } from '../text/base64.js';

export interface PemBlock {
  readonly type: string;
  readonly bytes: Uint8Array;
}

const BLOCK = /-----BEGIN ([^\n-]*)-----[ \t]*\r?\n([\s\S]*?)-----END \1-----/;

/** pem.EncodeToMemory. */
export function encodePem({ type, bytes }: PemBlock): string {
  const lines = bytesToBase64(bytes).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${type}-----`, ...lines, `-----END ${type}-----`, ''].join('\n');
}

/** pem.Decode: the first block of a text. */
export function decodePem(text: string): PemBlock | undefined {
  const found = BLOCK.exec(text);
  if (found === null) return undefined;
  const [, type = '', body = ''] = found;
  const withoutHeaders = body.includes(':') ? body.replace(/^[\s\S]*?\r?\n\r?\n/, '') : body;
  const bytes = base64ToBytes(withoutHeaders.replace(/[ \t\r\n]/g, ''));
  return bytes instanceof Uint8Array ? { type, bytes } : undefined;
}
