export { addHelmController, type HelmControllerOptions } from './add-helm-controller.js';
export type { FeatureGate } from './feature-gates.js';
export { type ComposeOptions, composeValues } from './values/compose-values.js';
