import { list, map, required, sharedObject } from '../build.js';
import type { ObjectSchema } from '../schema.js';

const namespaceSelector = sharedObject('NamespaceSelector', 'Selects namespaces by label.', {
  matchLabels: map('Labels a namespace must have; none means every namespace.'),
});

const schema = sharedObject('AccessFrom', 'Which other namespaces may refer to the object.', {
  namespaceSelectors: required(
    list('Namespaces that match any of these may refer to it; an empty list allows none.', namespaceSelector),
  ),
});

/** `spec.accessFrom`. */
export function accessFrom(): ObjectSchema {
  return schema;
}
