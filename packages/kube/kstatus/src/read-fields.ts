import { goTypeName, isJsonObject, type JsonValue, renderGoValue } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { fieldOf, type KubeObject } from '@gotk/objects';

/** A status condition as objects carry it; what is absent is empty. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** The whole number at `path`, or `fallback` when there is none. */
export function intField(object: KubeObject, path: readonly string[], fallback: number): number {
  const value = fieldOf(object, ...path);
  return typeof value === 'number' && Number.isInteger(value) ? value : fallback;
}

/** The text at `path`, or `fallback` when there is none. */
export function textField(object: KubeObject, path: readonly string[], fallback: string): string {
  const value = fieldOf(object, ...path);
  return typeof value === 'string' ? value : fallback;
}

/**
 * The whole number at `path`, `undefined` when nothing is there.
 * @throws LocatedError `kstatus` when something else is there.
 */
export function requireIntIfPresent(object: KubeObject, path: readonly [string, string]): number | undefined {
  const value = presentField(object, path);
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw accessorError(path, path, value, 'int64');
  return value;
}

/**
 * The text at `path`, `undefined` when nothing is there.
 * @throws LocatedError `kstatus` when something else is there.
 */
export function requireTextIfPresent(object: KubeObject, path: readonly [string, string]): string | undefined {
  const value = presentField(object, path);
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw accessorError(path, path, value, 'string');
  return value;
}

function presentField(object: KubeObject, path: readonly [string, string]): JsonValue | undefined {
  const parent = fieldOf(object, path[0]);
  if (parent === undefined || parent === null) return undefined;
  if (!isJsonObject(parent)) throw accessorError(path, path, parent, 'map[string]interface{}');
  return Object.hasOwn(parent, path[1]) ? parent[path[1]] : undefined;
}

function accessorError(
  path: readonly [string, string],
  at: readonly string[],
  value: JsonValue,
  wanted: string,
): LocatedError {
  const problem = `.${at.join('.')} accessor error: ${renderGoValue(value)} is of the type ${goTypeName(value)}, expected ${wanted}`;
  return statusError(`looking up ${path.join('.')} from resource: ${problem}`);
}

/**
 * `status.conditions`, each with all four texts.
 * @throws LocatedError `kstatus` when they are not a list of conditions.
 */
export function readConditions(object: KubeObject): readonly Condition[] {
  const status = fieldOf(object, 'status');
  if (status === undefined || status === null) return [];
  if (!isJsonObject(status)) throw statusError(`cannot restore struct from: ${goKind(status)}`);
  const conditions = Object.hasOwn(status, 'conditions') ? status['conditions'] : undefined;
  if (conditions === undefined || conditions === null) return [];
  if (!Array.isArray(conditions)) throw statusError(`cannot restore slice from ${goKind(conditions)}`);
  return conditions.map(readCondition);
}

function readCondition(condition: JsonValue): Condition {
  if (condition === null) return { type: '', status: '', reason: '', message: '' };
  if (!isJsonObject(condition)) throw statusError(`cannot restore struct from: ${goKind(condition)}`);
  return {
    type: conditionText(condition['type'], 'string'),
    status: conditionText(condition['status'], 'v1.ConditionStatus'),
    reason: conditionText(condition['reason'], 'string'),
    message: conditionText(condition['message'], 'string'),
  };
}

function conditionText(value: JsonValue | undefined, type: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (goKind(value) === 'int64') throw statusError(`cannot convert int64 to ${type}`);
  throw statusError('unrecognized type: string');
}

/** The kind of a value's Go type, which some messages show instead of the type itself. */
function goKind(value: JsonValue): string {
  if (Array.isArray(value)) return 'slice';
  return isJsonObject(value) ? 'map' : goTypeName(value);
}

/** An object of which no status can be computed. */
export function statusError(message: string): LocatedError {
  return new LocatedError({ code: 'kstatus', message });
}
