import { isApiError, type KubeReader, type KubeWriter } from '@gotk/kube-client';
import { LocatedError } from '@gotk/located-error';
import { type KubeObject, type ObjectKey, renderObjectName } from '@gotk/objects';
import type { Change, ChangeAction } from './change/change-set.js';
import { type MetadataSelector, matchesMetadata } from './change/match-metadata.js';
import { compareApplyOrder } from './order/apply-order.js';

export interface DeleteObjectsOptions {
  readonly client: KubeReader & KubeWriter;
  /** Labels that an object must have to be ours; all of them. Objects without them are skipped. */
  readonly ownerLabels?: Readonly<Record<string, string>>;
  /** Labels or annotations by which objects are kept. */
  readonly exclusions?: MetadataSelector;
  /** Default `Background`. */
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
  /**
   * Asked of each live object before it is deleted: `true` keeps it. An object that another applier has claimed by now is adopted
   * by that one instead of being deleted and made anew.
   */
  readonly keeps?: (live: KubeObject) => boolean | Promise<boolean>;
}

/** Deletions of which some failed. The message is Flux's; `changes` tells about every object. */
export class DeleteError extends LocatedError {
  readonly changes: readonly Change[];

  constructor(message: string, changes: readonly Change[]) {
    super({ code: 'delete-failed', message });
    this.name = 'DeleteError';
    this.changes = changes;
  }
}

/**
 * Deletes objects in the reverse order of application. Objects that are gone already count as deleted; the uid of the object that
 * was looked at is a precondition, so that one made anew meanwhile is not deleted.
 *
 * @throws DeleteError when some could not be deleted; the others are deleted all the same.
 */
export async function deleteObjects(
  keys: readonly ObjectKey[],
  options: DeleteObjectsOptions,
  signal: AbortSignal,
): Promise<readonly Change[]> {
  const changes: Change[] = [];
  let errors = '';
  for (const key of [...keys].sort((a, b) => compareApplyOrder(b, a))) {
    try {
      changes.push({ key, action: await deleteObject(key, options, signal) });
    } catch (error) {
      signal.throwIfAborted();
      changes.push({ key, action: 'unknown' });
      errors += `${error instanceof Error ? error.message : String(error)};`;
    }
  }
  if (errors !== '') throw new DeleteError(`delete failed, errors: ${errors}`, changes);
  return changes;
}

async function deleteObject(key: ObjectKey, options: DeleteObjectsOptions, signal: AbortSignal): Promise<ChangeAction> {
  const { client, ownerLabels = {}, exclusions = [], propagation = 'Background', keeps } = options;
  const live = await named(key, 'query failed', () => client.find(key, {}, signal));
  if (live === undefined) return 'deleted';
  const { labels = {}, uid } = live.metadata;
  const ours = Object.entries(ownerLabels).every(([label, value]) => labels[label] === value);
  if (!ours || matchesMetadata(live, exclusions) || (await keeps?.(live)) === true) return 'skipped';
  await named(key, 'delete failed', async () => {
    try {
      await client.delete(key, { propagation, ...(uid === undefined ? {} : { preconditions: { uid } }) }, signal);
    } catch (error) {
      if (!isApiError(error, 'NotFound')) throw error;
    }
  });
  return 'deleted';
}

async function named<T>(key: ObjectKey, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new LocatedError({
      code: 'delete-failed',
      message: `${renderObjectName(key)} ${what}: ${text}`,
      cause: error,
    });
  }
}
