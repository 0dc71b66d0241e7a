import type { JsonValue } from '@gotk/json';
import { resolvePlain } from '../resolve/resolve-plain.js';

/** Thrown where a text needs the whole parser. It is one object, as making errors takes long. */
export const NEEDS_WHOLE_PARSER = new Error('needs the whole parser');

const PLAIN_START_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./$()+=^;~\\';

/**
 * 1 for what may begin an unquoted scalar: of ASCII, without the dash and the colon, which depend on what follows, and without
 * `<`, as it may be a merge key; all other bytes of UTF-8, and characters of Latin-1 that YAML allows.
 */
export const PLAIN_STARTS = Uint8Array.from({ length: 0x100 }, (_, code) =>
  code >= 0xa0 || PLAIN_START_CHARACTERS.includes(String.fromCharCode(code)) ? 1 : 0,
);

/** Whether an unquoted scalar begins here. */
export function startsPlain(text: string, at: number, end: number): boolean {
  const code = text.charCodeAt(at);
  if (code === 0x2d || code === 0x3a) return at + 1 < end && text.charCodeAt(at + 1) !== 0x20;
  return code >= 0xa0 || PLAIN_STARTS[code] === 1;
}

/** What an unquoted scalar means. */
export function quickPlain(text: string): JsonValue {
  const resolved = resolvePlain(text, 'sigs');
  if (resolved === undefined) return text;
  const { value } = resolved;
  if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) throw NEEDS_WHOLE_PARSER;
  return value;
}

/** An unquoted scalar as a key. */
export function quickKey(text: string): string {
  const resolved = resolvePlain(text, 'sigs');
  if (resolved === undefined) return text;
  const { tag, value } = resolved;
  if (tag === '!!bool' || (tag === '!!int' && typeof value === 'number')) return String(value);
  throw NEEDS_WHOLE_PARSER;
}
