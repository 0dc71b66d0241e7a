import type { ReconcileContext } from '@gotk/controller-runtime';
import type { ObjectStorage } from '@gotk/object-storage';
import { createIgnoreMatcher, IGNORE_FILE, parseIgnoreFile } from '@gotk/source-ignore';
import { tellingFailures } from '../../conditions/source-failure.js';
import type { BucketIndex } from '../bucket-index.js';
import type { Bucket } from '../parse-bucket.js';

const MAX_IGNORE_BYTES = 1024 * 1024;
/** More objects than this are refused. */
const MAX_OBJECTS = 1_000_000;

const TELLING = { condition: 'FetchFailed', reason: 'BucketOperationFailed' } as const;

/** Lists the objects of a bucket that no rule ignores. */
export function indexBucket(
  { object }: ReconcileContext<Bucket>,
  storage: ObjectStorage,
  signal: AbortSignal,
): Promise<BucketIndex> {
  const { bucketName, prefix, ignore } = object.decoded;
  return tellingFailures(TELLING, async () => {
    await requireBucket(storage, bucketName, signal);
    const ignoreFile = await readIgnoreFile(storage, bucketName, signal);
    const texts = [...(ignoreFile === undefined ? [] : [new TextDecoder().decode(ignoreFile)]), ignore ?? ''];
    const rules = createIgnoreMatcher(texts.flatMap((text) => parseIgnoreFile(text)));
    const etags = new Map<string, string>();
    const failed = `indexation of objects from bucket '${bucketName}' failed: listing objects from bucket '${bucketName}' failed`;
    await failing(failed, async () => {
      for await (const { key, etag } of storage.list(bucketName, prefix, signal)) {
        if (key.endsWith('/') || key === IGNORE_FILE || rules.ignores(key, false)) continue;
        if (etags.size >= MAX_OBJECTS) throw new Error(`more than ${MAX_OBJECTS} objects`);
        etags.set(key, etag);
      }
    });
    return { etags, ignoreFile };
  });
}

async function requireBucket(storage: ObjectStorage, bucket: string, signal: AbortSignal): Promise<void> {
  const exists = await failing(`failed to confirm existence of '${bucket}' bucket`, () =>
    storage.bucketExists(bucket, signal),
  );
  if (!exists) throw new Error(`bucket '${bucket}' not found`);
}

async function readIgnoreFile(
  storage: ObjectStorage,
  bucket: string,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  const object = await failing(`failed to get Etag for '${IGNORE_FILE}' object`, () =>
    storage.get(bucket, { key: IGNORE_FILE, limitBytes: MAX_IGNORE_BYTES }, signal),
  );
  return object?.bytes;
}

async function failing<T>(message: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name === 'AbortError' || cause.name === 'TimeoutError') throw cause;
    throw new Error(`${message}: ${cause.message}`, { cause });
  }
}
