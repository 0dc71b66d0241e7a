export { addKustomizeController, type KustomizeControllerOptions } from './add-kustomize-controller.js';
export {
  type BuildManifestsOptions,
  buildManifests,
  type ManifestSpec,
  type Manifests,
} from './build/build-manifests.js';
export { type FeatureGate, KUSTOMIZE_FEATURE_GATES } from './feature-gates.js';
export {
  type BuildSpec,
  type GeneratedKustomization,
  generateKustomization,
} from './generate/generate-kustomization.js';
export type { ScanOptions } from './generate/scan-manifests.js';
