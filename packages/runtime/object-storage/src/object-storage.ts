/** An object as a list of a bucket shows it. */
export interface ListedObject {
  readonly key: string;
  /** Changes with the content; without quotes. */
  readonly etag: string;
}

/** An object with its content. */
export interface BucketObject {
  readonly etag: string;
  readonly bytes: Uint8Array;
}

/** A place that keeps objects in buckets. */
export interface ObjectStorage {
  /** @throws StorageError for what may not be asked; LocatedError `http-network`. */
  bucketExists(bucket: string, signal: AbortSignal): Promise<boolean>;
  /** Every object below a prefix, in the storage's order. */
  list(bucket: string, prefix: string, signal: AbortSignal): AsyncIterable<ListedObject>;
  /** @returns `undefined` when there is no such object. @throws LocatedError `http-too-large` beyond the limit. */
  get(
    bucket: string,
    object: { readonly key: string; readonly limitBytes: number },
    signal: AbortSignal,
  ): Promise<BucketObject | undefined>;
}

/** Lists do not grow without end. */
export const MAX_PAGES = 10_000;

/** Of an answer that is no object. */
export const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
