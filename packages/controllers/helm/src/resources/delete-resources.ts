import { isApiError } from '@gotk/kube-client';
import type { ActionContext } from '../actions/action-context.js';
import type { Resource } from './resource.js';
import { runByKind } from './run-by-kind.js';

/** What happens to the dependents of deleted objects. */
export type Propagation = 'Background' | 'Foreground' | 'Orphan';

/** Deletes all objects; those that are gone already are fine. @returns what failed. */
export async function deleteResources(
  resources: readonly Resource[],
  propagation: Propagation,
  context: ActionContext,
): Promise<readonly Error[]> {
  const { client, log, signal } = context;
  const failures = await runByKind(resources, async ({ key }) => {
    const { namespace = '', name, kind } = key;
    log.add('starting delete resource', { namespace, name, kind });
    try {
      await client.delete(key, { propagation }, signal);
    } catch (error) {
      if (!isApiError(error, 'NotFound')) throw error;
      // Go prints the Status of an API error as it is.
      const status = { ...error.status, kind: undefined, apiVersion: undefined, metadata: {} };
      log.add('ignoring delete failure', { namespace, name, kind, error: { ErrStatus: status as never } });
    }
  });
  signal.throwIfAborted();
  return failures;
}
