import { isApiError } from '@gotk/kube-client';

/** Whether an error may come from a change of an immutable field; recreating the object would then help. */
export function isImmutableError(error: unknown): boolean {
  if (isApiError(error, 'Conflict', 'Invalid')) return true;
  return error instanceof Error && /is\simmutable|immutable\sfield/.test(error.message);
}
