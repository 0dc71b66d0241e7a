import { renderGoFloat } from '@gotk/json';
import type { SopsComment, SopsField, SopsValue } from '../tree/sops-tree.js';
import { isBranch, isComment, isKind, isList, printableText } from '../tree/sops-tree.js';

/** A value as text, for formats that have no other type. */
export function textOfValue(value: SopsValue): string {
  if (value === null) return '<nil>';
  if (typeof value === 'string' || value instanceof Uint8Array) return printableText(value);
  if (typeof value === 'number') return textOfFloat(value);
  if (isKind(value, 'time')) return value.text.replace(/\.\d+/, '');
  if (isKind(value, 'bytes')) return `[${value.bytes.join(' ')}]`;
  if (isKind(value, 'foreign')) return value.shown;
  if (isList(value)) return `[${value.map(textOfValue).join(' ')}]`;
  if (isBranch(value)) return `[${value.entries.map(textOfEntry).join(' ')}]`;
  return isComment(value) ? textOfEntry(value) : String(value);
}

/** As Go shows a struct. */
function textOfEntry(entry: SopsField | SopsComment): string {
  if (entry.kind === 'comment') return `{${printableText(entry.text)} ${entry.inline}}`;
  return `{${typeof entry.key === 'string' ? entry.key : entry.key.shown} ${textOfValue(entry.value)}}`;
}

/** A float that can be told from an integer. */
function textOfFloat(value: number): string {
  const text = renderGoFloat(value).replace('e', 'E');
  return /[.E]/.test(text) || !Number.isFinite(value) ? text : `${text}.0`;
}
