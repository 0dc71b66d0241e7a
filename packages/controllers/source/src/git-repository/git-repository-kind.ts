import type { KindRef } from '@gotk/objects';

/** The kind of GitRepositories. */
export const GIT_REPOSITORY: KindRef = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository' };
