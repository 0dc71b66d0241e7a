import { DEFAULT_SECTION, type IniKey, type IniSection } from './ini-file.js';
import { trimSpace } from './white-space.js';

const NEEDS_TICKS = /[=:"]/;

/** Writes sections with their delimiters aligned and an empty line between them. */
export function renderIni(sections: readonly IniSection[]): string {
  return sections.map((section, index) => renderSection(section, index, sections.length)).join('');
}

function renderSection({ name, comment, keys }: IniSection, index: number, count: number): string {
  const isDefault = index === 0 && name.toUpperCase() === DEFAULT_SECTION;
  const head = renderComment(comment, (line) => line);
  if (isDefault && keys.length === 0) return head;
  const width = Math.max(0, ...keys.map(({ name }) => byteLength(name) + quotesAround(name)));
  const body = keys.map((key) => renderKey(key, width)).join('');
  return `${head}${isDefault ? '' : `[${name}]\n`}${body}${index < count - 1 ? '\n' : ''}`;
}

/** Each line with `;` in front, unless it has a mark of its own. */
function renderComment(comment: string, clean: (line: string) => string): string {
  if (comment === '') return '';
  const lines = comment.split('\n').map((line) => {
    const mark = line.charAt(0);
    return mark === '#' || mark === ';' ? `${mark} ${trimSpace(line.slice(1))}\n` : `; ${clean(line)}\n`;
  });
  return lines.join('');
}

function quotesAround(name: string): number {
  if (NEEDS_TICKS.test(name)) return 2;
  return name.includes('`') ? 6 : 0;
}

function renderKey({ name, value, comment }: IniKey, width: number): string {
  const written = quoteName(name);
  const pad = ' '.repeat(Math.max(0, width - byteLength(written)));
  return `${renderComment(comment, trimSpace)}${written}${pad} = ${quoteValue(value)}\n`;
}

function quoteName(name: string): string {
  if (NEEDS_TICKS.test(name)) return `\`${name}\``;
  return name.includes('`') ? `"""${name}"""` : name;
}

function quoteValue(value: string): string {
  if (/[\n`]/.test(value)) return `"""${value}"""`;
  if (/[#;]/.test(value)) return `\`${value}\``;
  return trimSpace(value).length === value.length ? value : `"${value}"`;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
