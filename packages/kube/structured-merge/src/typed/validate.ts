import type { JsonObject, JsonValue } from '@gotk/json';
import { fieldElement, renderPathElement } from '../field-set/path-element.js';
import {
  fieldSchema,
  type ListSchema,
  type MapSchema,
  type MergeSchema,
  type ScalarType,
} from '../schema/merge-schema.js';
import { asList, asMap, deduceAtom } from './atom.js';
import { isProblem, listElement } from './list-element.js';
import { goSyntax, goType, goValue, TypedValidationError, type Violation } from './validation-error.js';

export interface ValidateOptions {
  /** Whether an associative list may hold two elements with the same key (objects already stored may). Default false. */
  readonly allowDuplicates?: boolean;
}

/**
 * Checks that the value fits the schema as far as merging needs it.
 *
 * @throws TypedValidationError
 */
export function validateTyped(
  value: JsonValue,
  schema: MergeSchema,
  { allowDuplicates = false }: ValidateOptions = {},
): void {
  const violations: Violation[] = [];
  checkValue(value, schema, { path: '', allowDuplicates, violations });
  if (violations.length > 0) throw new TypedValidationError(violations);
}

interface Check {
  readonly path: string;
  readonly allowDuplicates: boolean;
  readonly violations: Violation[];
}

function checkValue(value: JsonValue, schema: MergeSchema, check: Check): void {
  const atom = deduceAtom(schema, value);
  if (atom.map !== undefined) checkMap(value, atom.map, check);
  else if (atom.scalar !== undefined) report(check, scalarViolation(atom.scalar, value));
  else if (atom.list !== undefined) checkList(value, atom.list, check);
}

function report(check: Check, message: string | undefined): void {
  if (message !== undefined) check.violations.push({ path: check.path, message });
}

/** Why the value is no such scalar, or `undefined` when it is one (null always is). */
export function scalarViolation(scalar: ScalarType, value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  switch (scalar) {
    case 'numeric':
      return typeof value === 'number' ? undefined : `expected numeric (int or float), got ${goType(value)}`;
    case 'string':
      return typeof value === 'string' ? undefined : `expected string, got ${goSyntax(value)}`;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `expected boolean, got ${goValue(value)}`;
    case 'untyped':
      return typeof value !== 'object' ? undefined : `expected any scalar, got ${goValue(value)}`;
  }
}

function checkMap(value: JsonValue, schema: MapSchema, check: Check): void {
  if (value === null) return;
  const map = asMap(value);
  if (map === undefined) report(check, `expected map, got ${goValue(value)}`);
  else checkFields(map, schema, check);
}

function checkFields(map: JsonObject, schema: MapSchema, check: Check): void {
  const below = (key: string): Check => ({ ...check, path: check.path + renderPathElement(fieldElement(key)) });
  let undeclared: string | undefined;
  for (const key of Object.keys(map).sort()) {
    const value = map[key];
    if (value === undefined) continue;
    const field = fieldSchema(schema, key);
    if (field === undefined) undeclared ??= key;
    else checkValue(value, field, below(key));
  }
  // One undeclared field ends the check of its map, in whatever place Go meets it: last, so that the others are told too.
  if (undeclared !== undefined) report(below(undeclared), 'field not declared in schema');
}

function checkList(value: JsonValue, schema: ListSchema, check: Check): void {
  if (value === null) return;
  const list = asList(value);
  if (list === undefined) return report(check, `expected list, got ${goValue(value)}`);
  const seen = new Set<string>();
  for (const [index, child] of list.entries()) {
    const element = schema.relationship === 'associative' ? listElement(schema, child) : undefined;
    if (element !== undefined && isProblem(element)) return report(check, `element ${index}: ${element.problem}`);
    const step = element === undefined ? `[${index}]` : renderPathElement(element);
    if (element !== undefined && seen.has(element.id) && !check.allowDuplicates)
      report(check, `duplicate entries for key ${step}`);
    if (element !== undefined) seen.add(element.id);
    checkValue(child, schema.element(), { ...check, path: check.path + step });
  }
}
