import type { KubeObject } from '@gotk/objects';
import type { ApiCore } from '../core/api-core.js';
import { customResource } from './custom-resource.js';
import { CRD_COLLECTION, type CustomResourceDefinition, hasCondition } from './custom-resource-definition.js';

/** Serves the resources of every established CustomResourceDefinition, now and as they come, change and go. */
export function serveCustomResources(core: ApiCore): void {
  for (const { object } of core.store.scan(CRD_COLLECTION)) serve(core, object as CustomResourceDefinition);
  core.store.log(CRD_COLLECTION).follow(
    ({ type, record }) => {
      if (type === 'deleted') remove(core, record.object as CustomResourceDefinition);
      else serve(core, record.object as CustomResourceDefinition);
    },
    () => undefined,
  );
}

function serve(core: ApiCore, crd: CustomResourceDefinition): void {
  if (hasCondition(crd, 'NamesAccepted') || hasCondition(crd, 'Established'))
    core.registry.set(customResource(core, crd));
}

function remove({ registry, store }: ApiCore, { spec }: CustomResourceDefinition): void {
  registry.delete(spec.group, spec.names.plural);
  store.log(`${spec.group}/${spec.names.plural}`).close();
}

/** The definition as the store holds it. */
export function asCrd(object: KubeObject): CustomResourceDefinition {
  return object as CustomResourceDefinition; // Only validated definitions are stored.
}
