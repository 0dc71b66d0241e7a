import { crdStrategy } from '../crd/crd-strategy.js';
import type { ResourceStrategy } from '../registry/resource-strategy.js';
import { namespaceStrategy } from './core/namespace.js';

/** The rules of built-in resources by `group/resource`; the others live by the general rules alone. */
export const builtinStrategies: Readonly<Record<string, ResourceStrategy>> = {
  'apiextensions.k8s.io/customresourcedefinitions': crdStrategy as ResourceStrategy,
  '/namespaces': namespaceStrategy as ResourceStrategy,
};
