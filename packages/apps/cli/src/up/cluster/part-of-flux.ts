import { FLUX_VERSION } from '../../version.js';
import { ENTRY } from './entry-objects.js';

/** Keeps manifests of Flux in the source from replacing what this process brings along. */
export const OURS = { 'kustomize.toolkit.fluxcd.io/ssa': 'Ignore' };

/** By these `flux check` knows what belongs to Flux, and which Flux it is. */
export const PART_OF_FLUX = {
  'app.kubernetes.io/instance': ENTRY.namespace,
  'app.kubernetes.io/part-of': 'flux',
  'app.kubernetes.io/version': FLUX_VERSION,
};
