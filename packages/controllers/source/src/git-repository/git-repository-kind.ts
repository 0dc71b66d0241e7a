import type { KindRef } from '@gotk/objects';

export const GIT_REPOSITORY: KindRef = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository' };
