import { LocatedError } from '@gotk/located-error';

/**
 * `json-patch-syntax`: the patch is not a patch; `json-patch-test-failed`: a `test` did not hold; `json-patch-failed`:
 * an operation does not fit the document.
 */
export type PatchErrorCode = 'json-patch-syntax' | 'json-patch-test-failed' | 'json-patch-failed';

/** The error of a patch that cannot be applied, in evanphx/json-patch's words. */
export function patchError(message: string, code: PatchErrorCode = 'json-patch-failed'): LocatedError {
  return new LocatedError({ code, message });
}
