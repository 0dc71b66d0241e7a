import type { KindRef } from '@gotk/objects';

/** The kind of OCIRepositories. */
export const OCI_REPOSITORY: KindRef = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'OCIRepository' };
