import type { SopsValue } from './sops-tree.js';
import { isList } from './sops-tree.js';

const KINDS = {
  comment: 'sops.Comment',
  time: 'time.Time',
  bytes: '[]uint8',
  branch: 'sops.TreeBranch',
} as const;

/** Go's name for the type of a value, as SOPS' errors have it. */
export function goTypeOfValue(value: SopsValue): string {
  if (value === null) return '<nil>';
  if (typeof value === 'string' || value instanceof Uint8Array) return 'string';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'float64';
  if (typeof value === 'boolean') return 'bool';
  if (isList(value)) return '[]interface {}';
  return value.kind === 'foreign' ? value.goType : KINDS[value.kind];
}
