import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { ChangeDetail, ValueChange } from './compare-values.js';
import { diffLines } from './diff-lines.js';
import { renderNode } from './render-node.js';

/** What blocks beside one another may take. */
const WIDTH = 80;
const GAP = '   ';
const NUMBERS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** The changes as dyff (v1.10) prints them for people, without its header. */
export function renderChanges(changes: readonly ValueChange[]): string {
  return `${changes.map(renderChange).join('')}\n`;
}

function renderChange({ path, details }: ValueChange): string {
  const title = path.length === 0 ? '(root level)' : path.join('.');
  return `\n${title}\n${beside(details.map(renderDetail))}`;
}

/** Blocks side by side where they fit, else one after another. */
function beside(blocks: readonly string[], gap = GAP): string {
  const columns = blocks.map((block) => block.split('\n'));
  const widths = columns.map((lines) => Math.max(...lines.map((line) => [...line].length)));
  const total = widths.reduce((sum, width) => sum + width, gap.length * (blocks.length - 1));
  if (total > WIDTH) return blocks.map((block) => `${block}\n`).join('');
  const height = Math.max(...columns.map((lines) => lines.length));
  return Array.from({ length: height }, (_, row) =>
    columns
      .map((lines, column) => padTo(lines[row] ?? '', widths[column] ?? 0))
      .join(gap)
      .replace(/ +$/, ''),
  ).join('\n');
}

function padTo(line: string, width: number): string {
  return line + ' '.repeat(Math.max(0, width - [...line].length));
}

function renderDetail(detail: ChangeDetail): string {
  switch (detail.kind) {
    case 'added':
      return `+ ${countOf(detail.value)} added:\n${beside([indent(renderNode(inKnownOrder(detail.value)))])}`;
    case 'removed':
      return `- ${countOf(detail.value)} removed:\n${beside([renderNode(inKnownOrder(detail.value))])}`;
    case 'reordered':
      return `⇆ order changed\n${renderOrders(detail.from, detail.to)}`;
    case 'modified':
      return renderModified(detail.from, detail.to);
  }
}

function renderModified(from: JsonValue, to: JsonValue): string {
  if (typeof from === 'string' && typeof to === 'string') return renderTexts(from, to);
  const [before, after] = [typeName(from), typeName(to)];
  const what = before === after ? 'value change' : `type change from ${before} to ${after}`;
  return `± ${what}\n${prefixed('- ', plain(from))}${prefixed('+ ', plain(to))}`;
}

function renderTexts(from: string, to: string): string {
  if (trimBlanks(from) === trimBlanks(to)) {
    return `± whitespace only change\n${beside([prefixed('- ', visible(from)), prefixed('+ ', visible(to))])}`;
  }
  if (!`${from}${to}`.includes('\n')) return `± value change\n${prefixed('- ', from)}${prefixed('+ ', to)}`;
  const runs = diffLines(from, to).filter(({ kind }) => kind !== 'same');
  const count = (kind: string): number => runs.filter((run) => run.kind === kind).length;
  const lines = runs.flatMap(({ kind, lines: all }) => all.map((line) => `${kind === 'added' ? '+' : '-'} ${line}\n`));
  const what = `${plural(count('added'), 'insert')}, ${plural(count('removed'), 'deletion')}`;
  return `± value change in multiline text (${what})\n${lines.join('')}\n`;
}

function trimBlanks(text: string): string {
  return text.replace(/^[ \n]+|[ \n]+$/g, '');
}

function visible(text: string): string {
  return text.replaceAll('\n', '↵\n').replaceAll(' ', '·');
}

/** The first line after the prefix, the others below it. */
function prefixed(prefix: string, text: string): string {
  return text
    .split('\n')
    .map((line, index) => `${index === 0 ? prefix : ' '.repeat(prefix.length)}${line}\n`)
    .join('');
}

function plain(value: JsonValue): string {
  return value === null ? '<nil>' : renderNode(value).replace(/\n+$/, '');
}

function typeName(value: JsonValue): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'map';
}

function countOf(value: JsonValue): string {
  if (Array.isArray(value)) return plural(value.length, 'list entry', 'list entries');
  return plural(Object.keys(isJsonObject(value) ? value : {}).length, 'map entry', 'map entries');
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${NUMBERS[count] ?? count} ${count === 1 ? one : many}`;
}

/** Short lists in a line each, long ones side by side. */
function renderOrders(from: JsonValue, to: JsonValue): string {
  const [before, after] = [entryTexts(from), entryTexts(to)];
  const [left, right] = [before.join(', '), after.join(', ')];
  if (Math.max([...left].length, [...right].length) < WIDTH / 2) return `- ${left}\n+ ${right}\n`;
  return beside([indent(before.join('\n')), indent(after.join('\n'))], ' ');
}

function entryTexts(list: JsonValue): readonly string[] {
  return (Array.isArray(list) ? list : []).map((entry: JsonValue) =>
    typeof entry === 'object' && entry !== null ? renderNode(entry) : entry === '' ? renderNode(entry) : String(entry),
  );
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

/** Maps that have a name, a key or an id are shown with it first, and with what is deepest last. */
function inKnownOrder(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(inKnownOrder);
  if (!isJsonObject(value)) return value;
  const first = ['name', 'key', 'id'].find((key) => Object.hasOwn(value, key));
  const entries = Object.entries(value).map(([key, item]) => [key, inKnownOrder(item ?? null)] as const);
  if (first === undefined) return Object.fromEntries(entries);
  const rank = ([key, item]: readonly [string, JsonValue]): number => (key === first ? -1 : depthOf(item));
  return Object.fromEntries(entries.sort((one, other) => rank(one) - rank(other))) satisfies JsonObject;
}

function depthOf(value: JsonValue): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map((item) => depthOf(item ?? null)));
}
