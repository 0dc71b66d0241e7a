import type { KubeObject } from '@gotk/objects';
import { recordKey } from '../../storage/object-record.js';
import type { Store } from '../../storage/store.js';
import type { TokenClaims, TokenRef } from './token-claims.js';

type Bindings = TokenClaims['kubernetes.io'];

const INVALIDATED = 'service account token has been invalidated';

/** Why the service account that a token names is not there any more. */
export function serviceAccountProblem(
  store: Store,
  { namespace, serviceaccount }: Pick<Bindings, 'namespace' | 'serviceaccount'>,
): string | undefined {
  const object = store.get('/serviceaccounts', recordKey(namespace, serviceaccount.name))?.object;
  if (object === undefined) return `serviceaccounts ${JSON.stringify(serviceaccount.name)} not found`;
  const { uid = '' } = object.metadata;
  if (uid !== serviceaccount.uid)
    return `service account UID (${uid}) does not match claim (${serviceaccount.uid ?? ''})`;
  return object.metadata.deletionTimestamp === undefined
    ? undefined
    : `service account ${namespace}/${serviceaccount.name} has been deleted`;
}

/** Why the Secret, Pod or Node that a token is bound to is not there any more. */
export function boundObjectProblem(store: Store, bindings: Bindings): string | undefined {
  const { namespace, secret, pod, node } = bindings;
  if (secret !== undefined) {
    const present = store.get('/secrets', recordKey(namespace, secret.name))?.object;
    return problemOf(present, secret, (uid) => `secret UID (${uid}) does not match service account secret ref claim`);
  }
  if (pod !== undefined) {
    const present = store.get('/pods', recordKey(namespace, pod.name))?.object;
    return problemOf(present, pod, (uid) => `pod UID (${uid}) does not match service account pod ref claim`);
  }
  if (node === undefined) return undefined;
  const present = store.get('/nodes', node.name)?.object;
  return problemOf(present, node, (uid) => `node UID (${uid}) does not match service account node ref claim`);
}

function problemOf(
  present: KubeObject | undefined,
  ref: TokenRef,
  mismatch: (uid: string) => string,
): string | undefined {
  if (present === undefined) return INVALIDATED;
  const { uid = '', deletionTimestamp } = present.metadata;
  if (uid !== ref.uid) return `${mismatch(uid)} (${ref.uid ?? ''})`;
  return deletionTimestamp === undefined ? undefined : INVALIDATED;
}
