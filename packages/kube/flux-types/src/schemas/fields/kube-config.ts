import { described, required, sharedObject, text } from '../build.js';
import type { ObjectSchema } from '../schema.js';
import { localRef } from './references.js';

const EXACTLY_ONE = 'exactly one of spec.kubeConfig.configMapRef or spec.kubeConfig.secretRef must be specified';

const secretKeyReference = sharedObject('SecretKeyReference', 'Names one key of a Secret in the same namespace.', {
  name: required(text('Name of the Secret.')),
  key: text('Key in the Secret.'),
});

const schema = sharedObject(
  'KubeConfigReference',
  'How to reach the cluster that objects are applied to.',
  {
    configMapRef: localRef('ConfigMap with the address and cloud provider, for access without stored credentials.'),
    secretRef: described(secretKeyReference, 'Secret with a kubeconfig; default key: "value", then "value.yaml".'),
  },
  {
    rules: [
      { rule: 'has(self.configMapRef) || has(self.secretRef)', message: EXACTLY_ONE },
      { rule: '!has(self.configMapRef) || !has(self.secretRef)', message: EXACTLY_ONE },
    ],
  },
);

/** `spec.kubeConfig`. */
export function kubeConfig(): ObjectSchema {
  return described(schema, 'Applies to another cluster than the one the controller runs in.');
}
