import type { JsonValue } from '@gotk/json';

/** One thing wrong with a value, and where. */
export interface Violation {
  /** As in `.spec.ports[port=80]`; empty at the root. */
  readonly path: string;
  readonly message: string;
}

/** A value that does not fit its merge schema. The message is structured-merge-diff's. */
export class TypedValidationError extends Error {
  readonly violations: readonly Violation[];

  constructor(violations: readonly Violation[]) {
    super(renderViolations(violations));
    this.name = 'TypedValidationError';
    this.violations = violations;
  }
}

function renderViolations(violations: readonly Violation[]): string {
  const texts = violations.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  if (texts.length === 1) return texts[0] ?? '';
  return ['errors:', ...texts.map((text) => `  ${text}`)].join('\n');
}

/** The value as Go's `%v` prints a wrapped one. */
export function goValue(value: JsonValue): string {
  return `&{${goPlain(value)}}`;
}

/** The value as Go's `%#v` prints a wrapped one. */
export function goSyntax(value: JsonValue): string {
  return `&value.valueUnstructured{Value:${goLiteral(value)}}`;
}

/** The name of the value's Go type. */
export function goType(value: JsonValue): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isInteger(value) ? 'int64' : 'float64';
    default:
      return 'map[string]interface {}';
  }
}

function goPlain(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => goPlain(item)).join(' ')}]`;
  if (typeof value !== 'object') return String(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, field]) => `${key}:${goPlain(field as JsonValue)}`).join(' ')}]`;
}

function goLiteral(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map((item: JsonValue) => goLiteral(item)).join(', ')}}`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[string]interface {}{${entries.map(([key, field]) => `${JSON.stringify(key)}:${goLiteral(field as JsonValue)}`).join(', ')}}`;
}
