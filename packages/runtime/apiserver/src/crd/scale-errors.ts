import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { asJson, type FieldError, invalidField } from '@gotk/objects';
import { type DraftObject, sealDraft } from '../drafts/draft.js';
import type { ScalePaths } from '../registry/resource-definition.js';
import { renderGoMap } from '../rest/go-values.js';
import { valueAt } from '../subresources/dotted-path.js';

const MAX_INT32 = 2147483647;

/** What is wrong with the wanted replicas that the scale of a custom resource shows. */
export function scaleSpecErrors(paths: ScalePaths | undefined, draft: DraftObject): readonly FieldError[] {
  return paths === undefined ? [] : checkCount(draft, paths.specReplicas);
}

/** What is wrong with the present replicas that the scale of a custom resource shows. */
export function scaleStatusErrors(paths: ScalePaths | undefined, draft: DraftObject): readonly FieldError[] {
  return paths === undefined ? [] : checkCount(draft, paths.statusReplicas);
}

function checkCount(draft: DraftObject, path: string): readonly FieldError[] {
  const object = sealDraft(draft);
  const blocked = blockedAt(asJson(object), path);
  if (blocked !== undefined) return [invalidField(path, 0, `${path} accessor error: ${blocked}`)];
  const value = valueAt(object, path);
  if (value === undefined) return [];
  if (typeof value !== 'number') {
    const shown = typeof value === 'string' ? value : JSON.stringify(value);
    const type = value === null ? '<nil>' : typeof value;
    return [invalidField(path, 0, `${path} accessor error: ${shown} is of the type ${type}, expected int64`)];
  }
  if (value < 0) return [invalidField(path, value, 'should be a non-negative integer')];
  return value > MAX_INT32 ? [invalidField(path, value, `should be less than or equal to ${MAX_INT32}`)] : [];
}

/** What stands in the way of a path: something that has no fields. */
function blockedAt(object: JsonObject, path: string): string | undefined {
  let at: JsonValue | undefined = object;
  for (const name of path.split('.').slice(1)) {
    if (at === undefined || at === null) return undefined;
    if (!isJsonObject(at))
      return `${renderGoMap(at)} is of the type ${goInterfaceName(at)}, expected map[string]interface{}`;
    at = at[name];
  }
  return undefined;
}

function goInterfaceName(value: JsonValue): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}
