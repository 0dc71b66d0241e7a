import { fieldOf, type KubeObject } from '@gotk/objects';
import type { ContainerDraft, PodDraft, VolumeDraft } from '../../builtin/core/pod-draft.js';
import type { IdSource } from '../../core/api-core.js';
import type { Store } from '../../storage/store.js';
import type { AdmissionPlugin, AdmissionReview } from '../admission-chain.js';
import { forbidWrite, writesResource } from '../forbid-write.js';
import { refuseForeignSecrets } from './mountable-secrets.js';

const MIRROR = 'kubernetes.io/config.mirror';
const VOLUME_PREFIX = 'kube-api-access-';
const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
/** One hour and seven seconds: tokens of this lifetime are the ones mounted by this plugin. */
const TOKEN_SECONDS = 3607;
/** A fresh namespace gets its default account within this time. */
const DEFAULT_ACCOUNT_WAIT_MS = 1000;
const POLL_MS = 10;

/** Gives every pod a service account and, unless told otherwise, its token. */
export function serviceAccountPlugin(store: Store, ids: IdSource): AdmissionPlugin {
  return {
    admit: async (review) => {
      if (review.operation !== 'CREATE' || !writesResource(review, '/pods')) return;
      const pod = review.object as PodDraft;
      if (pod.metadata.annotations?.[MIRROR] !== undefined) return refuseInMirror(review, pod);
      if ((pod.spec.serviceAccountName ?? '') === '') pod.spec.serviceAccountName = 'default';
      pod.spec.serviceAccount = pod.spec.serviceAccountName ?? 'default';
      const account = await accountOf(store, review, pod);
      if (mountsToken(account, pod)) mountToken(pod, `${VOLUME_PREFIX}${ids.nameSuffix()}`);
      takePullSecrets(account, pod);
    },
    validate: async (review) => {
      if (review.operation !== 'CREATE' || !writesResource(review, '/pods')) return;
      const pod = review.object as PodDraft;
      if (pod.metadata.annotations?.[MIRROR] !== undefined) return refuseInMirror(review, pod);
      refuseForeignSecrets(review, pod, await accountOf(store, review, pod));
    },
  };
}

/** Pods that mirror a file of a node reach no API. */
function refuseInMirror(review: AdmissionReview, { spec }: PodDraft): void {
  if ((spec.serviceAccountName ?? '') !== '')
    throw forbidWrite(review, 'a mirror pod may not reference service accounts');
  const isSecret = ({ valueFrom }: { readonly valueFrom?: Record<string, unknown> }): boolean =>
    valueFrom?.['secretKeyRef'] !== undefined;
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  const references =
    (spec.volumes ?? []).some((volume) => volume['secret'] !== undefined) ||
    (spec.imagePullSecrets ?? []).length > 0 ||
    containers.some(
      ({ env = [], envFrom = [] }) => env.some(isSecret) || envFrom.some(({ secretRef }) => secretRef !== undefined),
    );
  if (references) throw forbidWrite(review, 'a mirror pod may not reference secrets');
}

async function accountOf(store: Store, review: AdmissionReview, { spec }: PodDraft): Promise<KubeObject> {
  const name = spec.serviceAccountName ?? '';
  const { namespace = '' } = review;
  const find = (): KubeObject | undefined => store.get('/serviceaccounts', `${namespace}/${name}`)?.object;
  const account = find() ?? (name === 'default' ? await waitFor(find, review.signal) : undefined);
  if (account !== undefined) return account;
  const missing = `serviceaccount ${JSON.stringify(name)} not found`;
  throw forbidWrite(review, `error looking up service account ${namespace}/${name}: ${missing}`);
}

async function waitFor<T>(find: () => T | undefined, signal: AbortSignal): Promise<T | undefined> {
  for (let waited = 0; waited < DEFAULT_ACCOUNT_WAIT_MS && !signal.aborted; waited += POLL_MS) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const found = find();
    if (found !== undefined) return found;
  }
  return undefined;
}

function mountsToken(account: KubeObject, { spec }: PodDraft): boolean {
  return (spec.automountServiceAccountToken ?? fieldOf(account, 'automountServiceAccountToken') ?? true) === true;
}

function mountToken({ spec }: PodDraft, freshName: string): void {
  const present = (spec.volumes ?? []).find((volume) => volume.name.startsWith(VOLUME_PREFIX));
  const name = present?.name ?? freshName;
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  const without = containers.filter(
    ({ volumeMounts = [] }: ContainerDraft) => !volumeMounts.some(({ mountPath }) => mountPath === MOUNT_PATH),
  );
  for (const container of without)
    container.volumeMounts = [...(container.volumeMounts ?? []), { name, readOnly: true, mountPath: MOUNT_PATH }];
  if (present === undefined && without.length > 0) spec.volumes = [...(spec.volumes ?? []), tokenVolume(name)];
}

function tokenVolume(name: string): VolumeDraft {
  const fieldRef = { apiVersion: 'v1', fieldPath: 'metadata.namespace' };
  const sources = [
    { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [{ path: 'namespace', fieldRef }] } },
  ];
  return { name, projected: { sources, defaultMode: 0o644 } };
}

function takePullSecrets(account: KubeObject, { spec }: PodDraft): void {
  const secrets = fieldOf(account, 'imagePullSecrets');
  if ((spec.imagePullSecrets ?? []).length > 0 || !Array.isArray(secrets) || secrets.length === 0) return;
  spec.imagePullSecrets = secrets.map((secret) => ({ ...(secret as { name?: string }) }));
}
