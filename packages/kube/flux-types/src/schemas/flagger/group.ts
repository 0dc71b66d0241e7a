import { described, required, sharedObject, text } from '../build.js';
import type { ObjectSchema, TextSchema } from '../schema.js';

/** What all kinds of Flagger share. */
export const FLAGGER_GROUP = {
  group: 'flagger.app',
  folder: 'flagger',
  version: 'v1beta1',
  categories: ['all'],
  annotations: { 'helm.sh/resource-policy': 'keep' },
} as const;

/** Text that Flagger's schema gives the format "string". */
export function formattedText(description = ''): TextSchema {
  return text(description, { format: 'string' });
}

/** A duration of whole minutes or seconds. */
export function wholeDuration(description: string): TextSchema {
  return text(description, { pattern: '^[0-9]+(m|s)' });
}

const schema = sharedObject('CanaryObjectReference', 'Names an object in this or another namespace.', {
  name: required(text('Name of the object.')),
  namespace: text('Namespace of the object; default: that of the Canary.'),
});

/** A reference to a template or provider. */
export function flaggerRef(description: string): ObjectSchema {
  return described(schema, description);
}
