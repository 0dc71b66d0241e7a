import type { ApiError } from '@gotk/kube-client';
import { type FieldError, renderFieldErrorBody, renderFieldErrors } from '@gotk/objects';
import { failure } from './api-errors.js';

/** The answer to an object that breaks rules: `Kind.group "name" is invalid: …`. */
export function invalidObject(
  { group, kind }: { readonly group: string; readonly kind: string },
  name: string,
  errors: readonly FieldError[],
): ApiError {
  const qualified = group === '' ? kind : `${kind}.${group}`;
  const why = errors.length === 0 ? '' : `: ${renderFieldErrors(errors)}`;
  const causes = errors.map((error) => ({
    reason: error.reason,
    message: renderFieldErrorBody(error),
    field: error.field,
  }));
  return failure(422, 'Invalid', `${qualified} ${JSON.stringify(name)} is invalid${why}`, {
    ...(name === '' ? {} : { name }),
    ...(group === '' ? {} : { group }),
    ...(kind === '' ? {} : { kind }),
    ...(causes.length === 0 ? {} : { causes }),
  });
}
