import { fieldOf, type KubeObject } from '@gotk/objects';
import { protectionFinalizers } from '../admission/plugins/storage-object-in-use-protection.js';
import type { Store } from '../storage/store.js';
import {
  type Controller,
  type ControllerContext,
  controllerClient,
  type KeysOf,
  queueController,
} from './controller.js';

const PODS = '/pods';
const CLAIMS = '/persistentvolumeclaims';
const VOLUMES = '/persistentvolumes';
const SEPARATOR = '|';

/** Lets claims and volumes go once they are to be deleted and nothing uses them any more. */
export function releaseStorage(context: ControllerContext): Controller {
  const { store } = context.core;
  const client = controllerClient(context);
  const keysIn =
    (collection: string): KeysOf =>
    ({ record }) => [`${collection}${SEPARATOR}${record.key}`];
  return queueController({
    context,
    work: async (item) => {
      const [collection = '', key = ''] = item.split(SEPARATOR);
      const object = store.get(collection, key)?.object;
      const finalizer = protectionFinalizers[collection] ?? '';
      if (object?.metadata.deletionTimestamp === undefined || isUsed(store, collection, object)) return;
      const finalizers = (object.metadata.finalizers ?? []).filter((each) => each !== finalizer);
      if (finalizers.length === (object.metadata.finalizers ?? []).length) return;
      const metadata = { finalizers, resourceVersion: object.metadata.resourceVersion };
      await client.mergePatch(pathOf(collection, object), { metadata });
    },
    follow: {
      [CLAIMS]: keysIn(CLAIMS),
      [VOLUMES]: keysIn(VOLUMES),
      [PODS]: ({ record }) => claimsOf(record.object).map((key) => `${CLAIMS}${SEPARATOR}${key}`),
    },
  });
}

function pathOf(collection: string, { metadata }: KubeObject): string {
  const { name = '', namespace } = metadata;
  return namespace === undefined
    ? `/api/v1${collection}/${name}`
    : `/api/v1/namespaces/${namespace}${collection}/${name}`;
}

function isUsed(store: Store, collection: string, object: KubeObject): boolean {
  if (collection === VOLUMES) return fieldOf(object, 'status', 'phase') === 'Bound';
  const { namespace = '', name = '' } = object.metadata;
  return [...store.scan(PODS, `${namespace}/`)].some((pod) => {
    const phase = fieldOf(pod.object, 'status', 'phase');
    return phase !== 'Succeeded' && phase !== 'Failed' && claimsOf(pod.object).includes(`${namespace}/${name}`);
  });
}

/** The keys of the claims that a pod mounts. */
function claimsOf(pod: KubeObject): readonly string[] {
  const volumes = fieldOf(pod, 'spec', 'volumes');
  const { namespace = '' } = pod.metadata;
  return (Array.isArray(volumes) ? volumes : []).flatMap((volume) => {
    const { persistentVolumeClaim: claim } = volume as { persistentVolumeClaim?: { claimName?: string } };
    return claim?.claimName === undefined ? [] : [`${namespace}/${claim.claimName}`];
  });
}
