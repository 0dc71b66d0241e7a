import { isJsonObject, type JsonValue } from '@gotk/json';

const RESERVED: ReadonlySet<string> = new Set(['true', 'false', 'null']);

/** A value as dyff's YAML shows it: made for reading, so texts are quoted only where they look like something else. */
export function renderNode(value: JsonValue, prefix = ''): string {
  if (Array.isArray(value)) return value.map((entry: JsonValue) => `${prefix}- ${renderEntry(entry, prefix)}`).join('');
  if (!isJsonObject(value)) return renderScalar(value, prefix);
  return Object.entries(value)
    .map(([key, item]) => `${prefix}${key}:${renderField(item ?? null, prefix)}`)
    .join('');
}

function renderEntry(entry: JsonValue, prefix: string): string {
  const inner = `${prefix}  `;
  const text = renderNode(entry, inner);
  return typeof entry === 'object' && entry !== null ? text.slice(inner.length) : text;
}

function renderField(value: JsonValue, prefix: string): string {
  if (typeof value !== 'object' || value === null) return ` ${renderScalar(value, `${prefix}  `)}`;
  if (Object.keys(value).length === 0) return ` ${Array.isArray(value) ? '[]' : '{}'}\n`;
  return `\n${renderNode(value, Array.isArray(value) ? prefix : `${prefix}  `)}`;
}

function renderScalar(value: JsonValue, prefix: string): string {
  if (typeof value !== 'string') return `${JSON.stringify(value)}\n`;
  if (!value.includes('\n')) return `${needsQuotes(value) ? JSON.stringify(value) : value}\n`;
  const lines = value.split('\n').map((line) => `${prefix}${line}\n`);
  return `|\n${lines.join('')}`;
}

function needsQuotes(text: string): boolean {
  return RESERVED.has(text) || text.startsWith('-') || /[ *&:,]/.test(text);
}
