import type { ListNode, ParsedTemplate } from '../language/nodes.js';

/** Trees as text, with all offsets counted from the beginning of the source. */
export function shownTrees(trees: ReadonlyMap<string, ParsedTemplate> | undefined): string {
  return JSON.stringify([...(trees ?? [])].map(([name, { root }]) => [name, placed(root, 0)]));
}

const STATEMENTS_AND_LISTS = new Set(['list', 'text', 'break', 'continue']);

function placed(value: unknown, around: number): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return value.map((item) => placed(item, around));
  if (typeof value !== 'object' || value === null) return value;
  const node = value as Readonly<Record<string, unknown>>;
  const { kind, pos, nodes } = value as ListNode;
  // A list may read its statements when it is asked for them.
  const fields = String(kind) === 'list' ? { kind, pos, nodes } : node;
  const { start = STATEMENTS_AND_LISTS.has(String(kind)) ? 0 : around } = fields as typeof node;
  const entries = Object.entries(fields).filter(([key]) => key !== 'start' && key !== 'shared');
  return Object.fromEntries(
    entries.map(([key, field]) => [key, key === 'pos' ? Number(start) + Number(field) : placed(field, Number(start))]),
  );
}
