import type { KindRef } from '@gotk/objects';

/** The kind of Buckets. */
export const BUCKET: KindRef = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'Bucket' };
