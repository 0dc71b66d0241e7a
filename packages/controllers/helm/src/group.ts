/** API group of HelmReleases: prefix of their labels, annotations and event metadata. */
export const GROUP = 'helm.toolkit.fluxcd.io';

/** The kind this controller reconciles. */
export const HELM_RELEASE = { apiVersion: `${GROUP}/v2`, kind: 'HelmRelease' } as const;

/** The kind of the charts this controller makes for HelmReleases. */
export const HELM_CHART = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'HelmChart' } as const;

/** Labels that say which HelmRelease an object belongs to. */
export function originLabels({
  name,
  namespace,
}: {
  readonly name: string;
  readonly namespace: string;
}): Readonly<Record<string, string>> {
  return { [`${GROUP}/name`]: name, [`${GROUP}/namespace`]: namespace };
}
