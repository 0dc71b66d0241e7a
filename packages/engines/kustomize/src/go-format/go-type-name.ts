import type { ExactValue } from '@gotk/yaml';

/** The name of a decoded YAML value's type, as Go prints it with `%T`. */
export function goTypeName(value: ExactValue | undefined): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float64';
    case 'bigint':
      return 'uint64';
    default:
      return 'map[string]interface {}';
  }
}
