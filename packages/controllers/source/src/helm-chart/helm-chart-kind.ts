import type { KindRef } from '@gotk/objects';

/** The kind of HelmCharts. */
export const HELM_CHART: KindRef = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'HelmChart' };
