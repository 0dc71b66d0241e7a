import type { JsonValue } from '@gotk/json';
import { resolvePlain } from '../resolve/resolve-plain.js';

/** Thrown where a text needs the whole parser. It is one object, as making errors takes long. */
export const NEEDS_WHOLE_PARSER = new Error('needs the whole parser');

/** What may begin an unquoted scalar, of ASCII; `<` cannot, as it may be a merge key. */
const PLAIN_STARTS = new Set(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./$()+=^;~\\'].map((character) =>
    character.charCodeAt(0),
  ),
);

/** Whether an unquoted scalar begins here. */
export function startsPlain(text: string, at: number, end: number): boolean {
  const code = text.charCodeAt(at);
  if (code === 0x2d) return at + 1 < end && text.charCodeAt(at + 1) !== 0x20;
  return code >= 0xa0 || PLAIN_STARTS.has(code);
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
