import { goTypeName, isJsonObject, type JsonObject, type JsonValue, renderGoValue } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';

/**
 * `strategic-merge`: the patch, or the objects it is made of, do not fit; `strategic-merge-format`: a directive is not in its form;
 * `strategic-merge-conflict`: others changed
 * what the patch would change; `strategic-merge-precondition`: the patch changes what the caller forbade.
 */
export type StrategicMergeCode =
  | 'strategic-merge'
  | 'strategic-merge-format'
  | 'strategic-merge-conflict'
  | 'strategic-merge-precondition';

/** The error of a strategic merge, in apimachinery's words. */
export function mergeError(message: string, code: StrategicMergeCode = 'strategic-merge'): LocatedError {
  return new LocatedError({ code, message });
}

/** An element of a list of objects lacks the field that names it. */
export function noMergeKey(element: JsonObject, mergeKey: string): LocatedError {
  return mergeError(`map: ${renderGoValue(element)} does not contain declared merge key: ${mergeKey}`);
}

/** An unknown `$patch` directive. */
export function unknownDirective(directive: JsonValue, element: JsonObject): LocatedError {
  const shown = typeof directive === 'string' ? directive : badFormat(directive);
  return mergeError(`unknown patch type: ${shown} in map: ${renderGoValue(element)}`);
}

/** What Go prints where a text was wanted and something else came. */
function badFormat(value: JsonValue): string {
  return value === null ? '%!s(<nil>)' : `%!s(${goTypeName(value)}=${renderGoValue(value)})`;
}

/** @throws LocatedError when `value` is not an object. */
export function requireMap(value: JsonValue | undefined): JsonObject {
  if (isJsonObject(value)) return value;
  throw wrongType('map[string]interface {}', value);
}

/** @throws LocatedError when `value` is not a list. */
export function requireList(value: JsonValue | undefined): readonly JsonValue[] {
  if (Array.isArray(value)) return value;
  throw wrongType('[]interface {}', value);
}

function wrongType(wanted: string, value: JsonValue | undefined): LocatedError {
  const actual = value === undefined || value === null ? '%!s(<nil>)' : goTypeName(value);
  return mergeError(`expected a ${wanted}, but received a ${actual}`);
}
