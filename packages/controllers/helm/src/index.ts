export { addHelmController, type HelmControllerOptions } from './add-helm-controller.js';
export { type FeatureGate, HELM_FEATURE_GATES } from './feature-gates.js';
export { type ComposeOptions, composeValues } from './values/compose-values.js';
