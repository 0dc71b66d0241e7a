import { createHash } from 'node:crypto';
import { compareUtf8 } from '@gotk/json';

/** What is in a bucket and wanted. */
export interface BucketIndex {
  /** Key → etag. */
  readonly etags: Map<string, string>;
  /** Content of the `.sourceignore` of the bucket, which goes into the artifact. */
  readonly ignoreFile: Uint8Array | undefined;
}

/** A digest over the keys and etags, in the order of keys. */
export function revisionOf(etags: BucketIndex['etags']): string {
  const lines = [...etags].sort(([a], [b]) => compareUtf8(a, b)).map(([key, etag]) => `${key} ${etag}\n`);
  return `sha256:${createHash('sha256').update(lines.join('')).digest('hex')}`;
}
