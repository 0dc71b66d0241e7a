import { list, required, sharedObject, text } from '../build.js';
import type { ListSchema } from '../schema.js';

const expression = sharedObject('HealthCheckExpression', 'How to judge the health of a custom kind.', {
  apiVersion: required(text('API version of the kind.')),
  kind: text('The kind; default: all of the API version.'),
  current: required(text('CEL expression that is true when the object is healthy.')),
  inProgress: text('CEL expression that is true while the object is becoming healthy.'),
  failed: text('CEL expression that is true when the object has failed.'),
});

/** `spec.healthCheckExprs`. */
export function healthCheckExpressions(): ListSchema {
  return list('CEL expressions that judge the health of custom kinds.', expression);
}
