import type { KubeObject } from '@gotk/objects';
import { issueSecretToken } from '../auth/service-accounts/issue-token.js';
import type { SecretDraft } from '../builtin/core/secret.js';
import type { ObjectChange } from '../storage/object-record.js';
import type { Store } from '../storage/store.js';
import { type Controller, type ControllerContext, controllerClient, queueController } from './controller.js';

const TYPE = 'kubernetes.io/service-account-token';
const NAME = 'kubernetes.io/service-account.name';
const UID = 'kubernetes.io/service-account.uid';

/** Puts tokens into the Secrets that are for them, and removes those whose service account went. */
export function fillTokenSecrets(context: ControllerContext): Controller {
  const { store } = context.core;
  const client = controllerClient(context);
  return queueController({
    context,
    work: async (key) => {
      const secret = store.get('/secrets', key)?.object;
      if (secret === undefined || !isTokenSecret(secret) || secret.metadata.deletionTimestamp !== undefined) return;
      const { namespace = '', name = '', uid, resourceVersion } = secret.metadata;
      const path = `/api/v1/namespaces/${namespace}/secrets/${name}`;
      const account = accountOf(store, secret);
      if (account === undefined) {
        await client.delete(path, { preconditions: { uid, resourceVersion } });
        return;
      }
      const body = filled(context, secret, account);
      if (body !== undefined) await client.put(path, body);
    },
    follow: {
      '/secrets': ({ record }) => (isTokenSecret(record.object) ? [record.key] : []),
      '/serviceaccounts': (change) => secretsOf(store, change),
    },
  });
}

function isTokenSecret(object: KubeObject): boolean {
  return (object as unknown as SecretDraft).type === TYPE && object.metadata.annotations?.[NAME] !== undefined;
}

function secretsOf(store: Store, { record }: ObjectChange): readonly string[] {
  const { namespace = '', name } = record.object.metadata;
  return [...store.scan('/secrets', `${namespace}/`)]
    .filter(({ object }) => isTokenSecret(object) && object.metadata.annotations?.[NAME] === name)
    .map(({ key }) => key);
}

/** The account that the Secret is for; one of the same name that was made anew is another. */
function accountOf(store: Store, { metadata }: KubeObject): KubeObject | undefined {
  const account = store.get('/serviceaccounts', `${metadata.namespace}/${metadata.annotations?.[NAME]}`)?.object;
  const uid = metadata.annotations?.[UID];
  return uid === undefined || uid === account?.metadata.uid ? account : undefined;
}

/** The Secret with everything in it that is missing; `undefined` when nothing is. */
function filled({ core }: ControllerContext, secret: KubeObject, account: KubeObject): KubeObject | undefined {
  const { data = {} } = secret as unknown as SecretDraft;
  const { name = '', namespace = '', uid = '' } = account.metadata;
  const order = { name, namespace, uid };
  const encode = (text: string): string => Buffer.from(text).toString('base64');
  const wanted: Readonly<Record<string, () => string>> = {
    'ca.crt': () => core.authority.certificate,
    namespace: () => namespace,
    token: () => issueSecretToken(core, order, secret.metadata.name ?? ''),
  };
  const missing = Object.entries(wanted).filter(([key]) => (data[key] ?? '') === '');
  const { annotations = {} } = secret.metadata;
  if (missing.length === 0 && annotations[UID] === uid) return undefined;
  const added = Object.fromEntries(missing.map(([key, value]) => [key, encode(value())]));
  const metadata = { ...secret.metadata, annotations: { ...annotations, [UID]: uid } };
  return { ...secret, metadata, data: { ...data, ...added } } as KubeObject;
}
