import { choice, described, flag, required, sharedObject, text } from '../build.js';
import type { ObjectSchema, Schema, TextSchema } from '../schema.js';

const localObjectReference = sharedObject('LocalObjectReference', 'Names an object in the same namespace.', {
  name: required(text('Name of the object.')),
});

/** A reference to an object in the same namespace. */
export function localRef(description: string): ObjectSchema {
  return described(localObjectReference, description);
}

const namespacedObjectReference = sharedObject(
  'NamespacedObjectReference',
  'Names an object in this or another namespace.',
  {
    name: required(text('Name of the object.')),
    namespace: text('Namespace of the object; default: the namespace of the object that refers to it.'),
  },
);

/** A reference to an object that may live in another namespace. */
export function namespacedRef(description: string): ObjectSchema {
  return described(namespacedObjectReference, description);
}

const namespacedObjectKindReference = sharedObject(
  'NamespacedObjectKindReference',
  'Names an object of any kind in this or another namespace.',
  {
    apiVersion: text('API version of the object; default: the first one that serves the kind.'),
    kind: required(text('Kind of the object.')),
    name: required(text('Name of the object.')),
    namespace: text('Namespace of the object; default: the namespace of the object that refers to it.'),
  },
);

/** A reference to an object of any kind that may live in another namespace. */
export function namespacedKindRef(description: string): ObjectSchema {
  return described(namespacedObjectKindReference, description);
}

/** A name of at most 253 characters. */
export function objectName(description: string): TextSchema {
  return text(description, { minLength: 1, maxLength: 253 });
}

/** A namespace of at most 63 characters. */
export function namespaceName(description: string): TextSchema {
  return text(description, { minLength: 1, maxLength: 63 });
}

const dependency = sharedObject('DependencyReference', 'Names an object that must be ready first.', {
  name: required(text('Name of the object.')),
  namespace: text('Namespace of the object; default: the namespace of the object that refers to it.'),
  readyExpr: text('CEL expression on "dep" and "self" that replaces the built-in readiness check.'),
});

/** One entry of `dependsOn`. */
export function dependencyRef(): ObjectSchema {
  return dependency;
}

/** A reference to a ConfigMap or Secret that values are read from. */
export function valuesSourceFields(): Readonly<Record<'kind' | 'name', Schema>> {
  return {
    kind: required(choice('Kind of the object that holds the values.', ['Secret', 'ConfigMap'])),
    name: required(objectName('Name of the object, in the same namespace.')),
  };
}

/** Whether a missing object counts as empty. */
export function optionalFlag(description: string, fallback?: boolean): Schema {
  return flag(description, fallback === undefined ? {} : { default: fallback });
}
