import type { KindRef } from '@gotk/objects';

/** The kind of HelmRepositories. */
export const HELM_REPOSITORY: KindRef = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'HelmRepository' };
