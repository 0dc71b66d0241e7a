import { type JsonValue, jsonEqual } from '@gotk/json';
import type { KubeObject } from '@gotk/objects';
import type { ApiCore } from '../core/api-core.js';
import { customResource } from './custom-resource.js';
import { CRD_COLLECTION, type CustomResourceDefinition, hasCondition } from './custom-resource-definition.js';

/** Serves the resources of every established CustomResourceDefinition, now and as they come, change and go. */
export function serveCustomResources(core: ApiCore): void {
  for (const { object } of core.store.scan(CRD_COLLECTION)) serve(core, asCrd(object));
  core.store.log(CRD_COLLECTION).follow(
    ({ type, record, previous }) => {
      const crd = asCrd(record.object);
      if (type === 'deleted') remove(core, crd);
      // What is served keeps its compiled rules while only conditions and metadata change.
      else if (previous === undefined || !definesTheSame(asCrd(previous.object), crd)) serve(core, crd);
    },
    () => undefined,
  );
}

function serve(core: ApiCore, crd: CustomResourceDefinition): void {
  if (isServed(crd)) core.registry.set(customResource(core, crd));
}

function isServed(crd: CustomResourceDefinition): boolean {
  return hasCondition(crd, 'NamesAccepted') || hasCondition(crd, 'Established');
}

function definesTheSame(before: CustomResourceDefinition, after: CustomResourceDefinition): boolean {
  const parts = (crd: CustomResourceDefinition) =>
    [crd.spec, crd.status?.acceptedNames ?? null, isServed(crd)] as unknown as JsonValue; // JSON by contract.
  return jsonEqual(parts(before), parts(after));
}

function remove({ registry, store }: ApiCore, { spec }: CustomResourceDefinition): void {
  registry.delete(spec.group, spec.names.plural);
  store.log(`${spec.group}/${spec.names.plural}`).close();
}

/** The definition as the store holds it. */
export function asCrd(object: KubeObject): CustomResourceDefinition {
  return object as CustomResourceDefinition; // Only validated definitions are stored.
}
