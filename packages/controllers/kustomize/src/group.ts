/** API group of Kustomizations: prefix of their labels, annotations and event metadata. */
export const GROUP = 'kustomize.toolkit.fluxcd.io';

/** The kind this controller reconciles. */
export const KUSTOMIZATION = { apiVersion: `${GROUP}/v1`, kind: 'Kustomization' } as const;

/** Labels that say which Kustomization an object belongs to. */
export function ownerLabels({
  name,
  namespace,
}: {
  readonly name: string;
  readonly namespace: string;
}): Readonly<Record<string, string>> {
  return { [`${GROUP}/name`]: name, [`${GROUP}/namespace`]: namespace };
}
