import { type FieldError, invalidField } from '@gotk/objects';
import { type DraftObject, sealDraft } from '../drafts/draft.js';
import type { ScalePaths } from '../registry/resource-definition.js';
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
  const value = valueAt(sealDraft(draft), path);
  if (value === undefined) return [];
  if (typeof value !== 'number') {
    const shown = typeof value === 'string' ? value : JSON.stringify(value);
    const type = value === null ? '<nil>' : typeof value;
    return [invalidField(path, 0, `${path} accessor error: ${shown} is of the type ${type}, expected int64`)];
  }
  if (value < 0) return [invalidField(path, value, 'should be a non-negative integer')];
  return value > MAX_INT32 ? [invalidField(path, value, `should be less than or equal to ${MAX_INT32}`)] : [];
}
