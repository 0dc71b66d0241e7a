import {
  type Controller,
  type ControllerContext,
  controllerClient,
  queueController,
} from '../controllers/controller.js';
import type { ControllerClient } from '../controllers/controller-client.js';
import type { ApiCore } from '../core/api-core.js';
import { renderTime } from '../core/kube-time.js';
import type { ObjectChange } from '../storage/object-record.js';
import { acceptNames, establish } from './accept-names.js';
import {
  CRD_COLLECTION,
  type CrdCondition,
  type CustomResourceDefinition,
  hasCondition,
} from './custom-resource-definition.js';
import { reportApproval } from './report-approval.js';
import { asCrd } from './serve-custom-resources.js';
import { withCondition } from './with-condition.js';

const PATH = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';
/** How soon a definition whose instances are still there is looked at again. */
const CLEANUP_POLL_MS = 50;

/** Accepts names, establishes, and cleans up after deleted CustomResourceDefinitions. */
export function runCrdController(context: ControllerContext): Controller {
  const { core } = context;
  const client = controllerClient(context, 'kube-apiserver');
  const controller = queueController({
    context,
    work: async (name) => {
      const done = await syncCrd(core, client, name);
      if (!done) controller.queue.addAfter(name, CLEANUP_POLL_MS);
    },
    follow: { [CRD_COLLECTION]: (change) => keysOf(core, change) },
  });
  return controller;
}

/** @returns whether nothing is left to do until the definition changes. */
async function syncCrd(core: ApiCore, client: ControllerClient, name: string): Promise<boolean> {
  const record = core.store.get(CRD_COLLECTION, name);
  if (record === undefined) return true;
  const crd = asCrd(record.object);
  if (crd.metadata.deletionTimestamp !== undefined) return cleanUp(core, client, crd);
  await syncStatus(core, client, crd);
  return true;
}

/** Names that one definition gives up or takes matter to all of its group. */
function keysOf({ store }: ApiCore, { record, type, previous }: ObjectChange): readonly string[] {
  const names = (crd: CustomResourceDefinition | undefined): string => JSON.stringify(crd?.status?.acceptedNames ?? {});
  const before = previous === undefined ? undefined : asCrd(previous.object);
  const own = asCrd(record.object);
  if (type !== 'deleted' && names(before) === names(own)) return [record.key];
  const group = [...store.scan(CRD_COLLECTION)].filter(({ object }) => asCrd(object).spec.group === own.spec.group);
  return [record.key, ...group.map(({ key }) => key)];
}

async function syncStatus(core: ApiCore, client: ControllerClient, crd: CustomResourceDefinition): Promise<void> {
  const now = renderTime(core.clock.now());
  const others = otherCrds(core, crd);
  const status = acceptNames(crd, { others, now }) ?? establish(crd, now) ?? reportApproval(crd, now);
  if (status !== undefined) await client.put(`${PATH}/${crd.metadata.name}/status`, { ...crd, status });
}

function otherCrds(
  { store }: ApiCore,
  { metadata, spec }: CustomResourceDefinition,
): readonly CustomResourceDefinition[] {
  const others = [...store.scan(CRD_COLLECTION)].filter(({ key }) => key !== metadata.name);
  return others.map(({ object }) => asCrd(object)).filter((other) => other.spec.group === spec.group);
}

/** Deletes the instances of a definition that is going, then lets it go. @returns whether that is done. */
async function cleanUp(core: ApiCore, client: ControllerClient, crd: CustomResourceDefinition): Promise<boolean> {
  if (!(crd.metadata.finalizers ?? []).includes(CLEANUP_FINALIZER)) return true;
  const collection = `${crd.spec.group}/${crd.spec.names.plural}`;
  const progress = await report(core, client, crd, {
    status: 'True',
    reason: 'InstanceDeletionInProgress',
    message: 'CustomResource deletion is in progress',
  });
  await deleteInstances(core, client, crd);
  if (core.store.size(collection) > 0) return false;
  const done = hasCondition(crd, 'Established')
    ? { status: 'False', reason: 'InstanceDeletionCompleted', message: 'removed all instances' }
    : { status: 'False', reason: 'NeverEstablished', message: 'resource was never established' };
  const finalizers = (progress.metadata.finalizers ?? []).filter((item) => item !== CLEANUP_FINALIZER);
  await report(core, client, { ...progress, metadata: { ...progress.metadata, finalizers } }, done);
  return true;
}

async function deleteInstances(core: ApiCore, client: ControllerClient, crd: CustomResourceDefinition): Promise<void> {
  const { group, names, versions, scope } = crd.spec;
  const version = versions.find(({ served }) => served)?.name ?? '';
  for (const { object } of [...core.store.scan(`${group}/${names.plural}`)]) {
    const { namespace, name = '', deletionTimestamp } = object.metadata;
    if (deletionTimestamp !== undefined) continue;
    const path = scope === 'Namespaced' ? `namespaces/${namespace}/${names.plural}` : names.plural;
    await client.delete(`/apis/${group}/${version}/${path}/${encodeURIComponent(name)}`);
  }
}

async function report(
  core: ApiCore,
  client: ControllerClient,
  crd: CustomResourceDefinition,
  outcome: Omit<CrdCondition, 'type'>,
): Promise<CustomResourceDefinition> {
  const lastTransitionTime = renderTime(core.clock.now());
  const condition = { type: 'Terminating', lastTransitionTime, ...outcome };
  const status = { ...crd.status, conditions: withCondition(crd.status?.conditions ?? [], condition) };
  const { body } = await client.put(`${PATH}/${crd.metadata.name}/status`, { ...crd, status });
  return body as CustomResourceDefinition; // As the server wrote it.
}
