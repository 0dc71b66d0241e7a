import { isJsonObject, type JsonValue } from '@gotk/json';
import { type FieldError, requiredField } from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { checkNonNegative } from '../check-numbers.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import { checkImmutable } from '../same-value.js';

interface RevisionDraft extends DraftObject {
  revision: number;
  data?: JsonValue;
}

/** ControllerRevisions keep the templates that a StatefulSet or DaemonSet had. */
export const controllerRevisionKind = builtinKind<RevisionDraft>({
  strategy: {
    validate: (revision) => [
      ...namespacedMeta(revision),
      ...checkNonNegative(revision.revision, 'revision'),
      ...checkData(revision.data),
    ],
    validateUpdate: (revision, old) => [
      ...changedMeta(revision, old),
      ...checkNonNegative(revision.revision, 'revision'),
      ...checkImmutable(revision.data, old.data, 'data'),
    ],
  },
});

function checkData(data: JsonValue | undefined): readonly FieldError[] {
  if (data === undefined || data === null) return [requiredField('data', 'data is mandatory')];
  return isJsonObject(data) ? [] : [requiredField('data', 'data must be a valid JSON object')];
}
