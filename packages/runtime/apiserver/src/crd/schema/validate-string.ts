import { invalidField, tooLongField, typeInvalidField } from '@gotk/objects';
import { RE2JS } from 're2js';
import type { SchemaNode } from './schema-node.js';
import type { SchemaResult } from './schema-result.js';
import { matchesFormat } from './string-formats.js';
import { fieldOf } from './validate-schema.js';

export interface CheckedString {
  readonly value: string;
  readonly path: string;
}

/** Checks length, pattern and format of a text; length and pattern stop at the first failure. */
export function validateString(node: SchemaNode, checked: CheckedString, result: SchemaResult): void {
  const { value, path } = checked;
  const failure = firstFailure(node, checked);
  if (failure !== undefined) result.add(failure);
  else result.count();
  const format = knownFormat(node);
  if (format !== undefined && !matchesFormat(format, value)) {
    const shown = JSON.stringify(value);
    result.add(typeInvalidField(fieldOf(path), value, `${path} in body must be of type ${format}: ${shown}`));
  }
}

function firstFailure({ maxLength, minLength, pattern }: SchemaNode, { value, path }: CheckedString) {
  const length = [...value].length;
  const field = fieldOf(path);
  if (maxLength !== undefined && length > maxLength) return tooLongField(field, maxLength);
  if (minLength !== undefined && length < minLength) {
    return invalidField(field, value, `${path} in body should be at least ${minLength} chars long`);
  }
  if (pattern !== undefined && pattern !== '' && !matchesPattern(pattern, value)) {
    return invalidField(field, value, `${path} in body should match '${pattern}'`);
  }
  return undefined;
}

/** The format of a text node, if it is one that is checked. */
export function knownFormat({ type, format }: SchemaNode): string | undefined {
  if (format === undefined || (type !== undefined && type !== 'string' && type !== '')) return undefined;
  return matchesFormat(format, undefined) ? format : undefined;
}

const compiled = new Map<string, RE2JS>();
const MAX_COMPILED = 2000;

function matchesPattern(pattern: string, value: string): boolean {
  let regex = compiled.get(pattern);
  if (regex === undefined) {
    regex = RE2JS.compile(pattern);
    if (compiled.size >= MAX_COMPILED) compiled.clear();
    compiled.set(pattern, regex);
  }
  return regex.matcher(value).find();
}
