import type { Kustomization } from './kustomization.js';

const EDIT_FIX = "Run 'kustomize edit fix' to update your Kustomization automatically.";

interface Deprecation {
  readonly field: keyof Kustomization;
  readonly instead: string;
  readonly advice: string;
}

const DEPRECATED: readonly Deprecation[] = [
  { field: 'bases', instead: 'resources', advice: EDIT_FIX },
  { field: 'commonLabels', instead: 'labels', advice: EDIT_FIX },
  { field: 'imageTags', instead: 'images', advice: EDIT_FIX },
  { field: 'patchesJson6902', instead: 'patches', advice: EDIT_FIX },
  { field: 'patchesStrategicMerge', instead: 'patches', advice: EDIT_FIX },
  { field: 'vars', instead: 'replacements', advice: `[EXPERIMENTAL] ${EDIT_FIX}` },
];

/** A notice for each deprecated field that a kustomization uses. */
export function deprecationWarnings(kustomization: Kustomization): readonly string[] {
  return DEPRECATED.filter(({ field }) => kustomization[field] !== undefined).map(
    ({ field, instead, advice }) => `# Warning: '${field}' is deprecated. Please use '${instead}' instead. ${advice}`,
  );
}
