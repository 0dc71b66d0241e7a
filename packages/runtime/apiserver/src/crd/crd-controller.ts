import type { ControllerClient } from '../controllers/controller-client.js';
import type { ApiCore } from '../core/api-core.js';
import { renderTime } from '../core/kube-time.js';
import { acceptNames } from './accept-names.js';
import { CRD_COLLECTION, type CustomResourceDefinition } from './custom-resource-definition.js';
import { asCrd } from './serve-custom-resources.js';

const PATH = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Accepts names, establishes, and cleans up after deleted CustomResourceDefinitions. */
export function runCrdController(core: ApiCore, client: ControllerClient): void {
  const sync = (name: string): void => {
    void syncCrd(core, client, name);
  };
  for (const { key } of core.store.scan(CRD_COLLECTION)) sync(key);
  core.store.log(CRD_COLLECTION).follow(
    ({ record }) => sync(record.key),
    () => undefined,
  );
}

async function syncCrd(core: ApiCore, client: ControllerClient, name: string): Promise<void> {
  const record = core.store.get(CRD_COLLECTION, name);
  if (record === undefined) return;
  const crd = asCrd(record.object);
  if (crd.metadata.deletionTimestamp !== undefined) return cleanUp(core, client, crd);
  const status = acceptNames(crd, { others: otherCrds(core, crd), now: renderTime(core.clock.now()) });
  if (status !== undefined) await client.put(`${PATH}/${name}/status`, { ...crd, status });
}

function otherCrds(
  { store }: ApiCore,
  { metadata, spec }: CustomResourceDefinition,
): readonly CustomResourceDefinition[] {
  const others = [...store.scan(CRD_COLLECTION)].filter(({ key }) => key !== metadata.name);
  return others.map(({ object }) => asCrd(object)).filter((other) => other.spec.group === spec.group);
}

/** Deletes the instances of a definition that is going, then lets it go. */
async function cleanUp(core: ApiCore, client: ControllerClient, crd: CustomResourceDefinition): Promise<void> {
  const { group, names, versions, scope } = crd.spec;
  const collection = `${group}/${names.plural}`;
  const version = versions.find(({ served }) => served)?.name ?? '';
  for (const { object } of [...core.store.scan(collection)]) {
    const { namespace, name = '' } = object.metadata;
    const path = scope === 'Namespaced' ? `namespaces/${namespace}/${names.plural}` : names.plural;
    await client.delete(`/apis/${group}/${version}/${path}/${encodeURIComponent(name)}`);
  }
  if (core.store.size(collection) > 0) return;
  const finalizers = (crd.metadata.finalizers ?? []).filter((item) => !item.startsWith('customresourcecleanup.'));
  await client.put(`${PATH}/${crd.metadata.name}`, { ...crd, metadata: { ...crd.metadata, finalizers } });
}
