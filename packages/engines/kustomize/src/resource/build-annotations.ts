const DOMAIN = 'internal.config.kubernetes.io';

/** Annotations in which a build keeps what it must remember about an object; they never reach the output. */
export const buildAnnotation = {
  previousKinds: `${DOMAIN}/previousKinds`,
  previousNames: `${DOMAIN}/previousNames`,
  previousNamespaces: `${DOMAIN}/previousNamespaces`,
  prefixes: `${DOMAIN}/prefixes`,
  suffixes: `${DOMAIN}/suffixes`,
  refBy: `${DOMAIN}/refBy`,
  generatorBehavior: `${DOMAIN}/generatorBehavior`,
  needsHashSuffix: `${DOMAIN}/needsHashSuffix`,
  allowNameChange: `${DOMAIN}/allowNameChange`,
  allowKindChange: `${DOMAIN}/allowKindChange`,
  helmGenerated: `${DOMAIN}/helm-generated`,
} as const;

export const ORIGIN_ANNOTATION = 'config.kubernetes.io/origin';
export const TRANSFORMATIONS_ANNOTATION = 'alpha.config.kubernetes.io/transformations';
export const LOCAL_CONFIG_ANNOTATION = 'config.kubernetes.io/local-config';

/** What a flag among the annotations is set to. */
export const ENABLED = 'enabled';

const LEGACY_ANNOTATIONS = ['config.kubernetes.io/path', 'config.kubernetes.io/index', 'config.k8s.io/id'];

/** All annotations that are taken off before an object is printed. */
export const BUILD_ANNOTATIONS: ReadonlySet<string> = new Set([
  ...Object.values(buildAnnotation),
  `${DOMAIN}/path`,
  `${DOMAIN}/index`,
  `${DOMAIN}/seqindent`,
  `${DOMAIN}/id`,
  `${DOMAIN}/annotations-migration-resource-id`,
  ...LEGACY_ANNOTATIONS,
]);

/** Whether a JSON patch must leave the annotation as it was. */
export function survivesJsonPatch(name: string): boolean {
  return name.startsWith(DOMAIN) || LEGACY_ANNOTATIONS.includes(name);
}
