import { mapConcurrently } from '@gotk/apply';
import type { ReconcileContext } from '@gotk/controller-runtime';
import { type FileTree, memoryTree } from '@gotk/file-tree';
import type { ObjectStorage } from '@gotk/object-storage';
import { IGNORE_FILE } from '@gotk/source-ignore';
import { tellingFailures } from '../../conditions/source-failure.js';
import type { BucketIndex } from '../bucket-index.js';
import type { Bucket } from '../parse-bucket.js';

/** Objects under way at once. */
const LIMIT = 100;
const MAX_OBJECT_BYTES = 256 * 1024 * 1024;
/** Of all objects together. */
const MAX_TOTAL_BYTES = 1024 * 1024 * 1024;

const TELLING = { condition: 'FetchFailed', reason: 'BucketOperationFailed' } as const;

export interface FetchObjectsOptions {
  readonly storage: ObjectStorage;
  /** Follows what is found: other etags, and objects that have gone since. */
  readonly index: BucketIndex;
}

/** Reads every object of the index. */
export function fetchObjects(
  { object, log }: ReconcileContext<Bucket>,
  { storage, index }: FetchObjectsOptions,
  signal: AbortSignal,
): Promise<FileTree> {
  const { bucketName } = object.decoded;
  const files = new Map<string, Uint8Array>();
  if (index.ignoreFile !== undefined) files.set(IGNORE_FILE, index.ignoreFile);
  let totalBytes = 0;
  const message = `fetch from bucket '${bucketName}' failed`;
  return tellingFailures({ ...TELLING, message }, async () => {
    await mapConcurrently([...index.etags], { limit: LIMIT }, async ([key, listed]) => {
      const found = await fetchObject(storage, { bucketName, key }, signal);
      if (found === undefined) {
        log.info(`indexed object '${key}' disappeared from '${bucketName}' bucket`);
        index.etags.delete(key);
        return;
      }
      if (found.etag !== listed) index.etags.set(key, found.etag);
      totalBytes += found.bytes.length;
      if (totalBytes > MAX_TOTAL_BYTES) throw new Error(`the objects are larger than ${MAX_TOTAL_BYTES} bytes`);
      files.set(pathOf(key), found.bytes);
    });
    return memoryTree(Object.fromEntries(files));
  });
}

async function fetchObject(
  storage: ObjectStorage,
  { bucketName, key }: { readonly bucketName: string; readonly key: string },
  signal: AbortSignal,
): ReturnType<ObjectStorage['get']> {
  try {
    return await storage.get(bucketName, { key, limitBytes: MAX_OBJECT_BYTES }, signal);
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name === 'AbortError' || cause.name === 'TimeoutError') throw cause;
    throw new Error(`failed to get '${key}' object: ${cause.message}`, { cause });
  }
}

/** Keys are any text; a path has no empty parts, and none that leads elsewhere. */
function pathOf(key: string): string {
  const parts = key.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.join('/');
}
