import type { FieldError } from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { type BuiltinKind, builtinKind } from '../builtin-kinds.js';
import { changedMeta, clusterMeta } from '../object-meta-rules.js';

/**
 * A cluster-scoped kind that is checked as a whole, however it came to be what it is.
 *
 * @param checkStatus what is wrong with a status that was written.
 */
export function clusterKind<T extends DraftObject>(
  check: (object: T) => readonly FieldError[],
  checkStatus: (object: T) => readonly FieldError[] = () => [],
): BuiltinKind {
  return builtinKind<T>({
    strategy: {
      validate: (object) => [...clusterMeta(object), ...check(object)],
      validateUpdate: (object, old) => [...changedMeta(object, old), ...clusterMeta(object), ...check(object)],
      validateStatusUpdate: (object, old) => [...changedMeta(object, old), ...checkStatus(object)],
    },
  });
}
