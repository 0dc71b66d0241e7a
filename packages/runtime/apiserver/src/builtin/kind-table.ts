import { customResourceDefinitionKind } from './apiextensions/custom-resource-definition.js';
import type { BuiltinKind } from './builtin-kinds.js';
import { namespaceKind } from './core/namespace.js';

/** The rules of built-in kinds by `group/resource`; the others live by the general rules alone. */
export const kindTable: Readonly<Record<string, BuiltinKind>> = {
  'apiextensions.k8s.io/customresourcedefinitions': customResourceDefinitionKind,
  'events.k8s.io/events': { collection: '/events' },
  '/namespaces': namespaceKind,
};
