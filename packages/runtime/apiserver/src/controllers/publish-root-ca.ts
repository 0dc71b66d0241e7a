import { type Controller, type ControllerContext, controllerClient, ownKey, queueController } from './controller.js';

const NAME = 'kube-root-ca.crt';
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** Lets the pods of every namespace know the authority that signs the server's certificate. */
export function publishRootCa(context: ControllerContext): Controller {
  const { store, authority } = context.core;
  const client = controllerClient(context);
  return queueController({
    context,
    work: async (namespace) => {
      const present = store.get('/namespaces', namespace)?.object;
      if (present === undefined || present.metadata.deletionTimestamp !== undefined) return;
      if (store.get('/configmaps', `${namespace}/${NAME}`) !== undefined) return;
      const annotations = { 'kubernetes.io/description': DESCRIPTION };
      await client.post(`/api/v1/namespaces/${namespace}/configmaps`, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: NAME, annotations },
        data: { 'ca.crt': authority.certificate },
      });
    },
    follow: {
      '/namespaces': ownKey,
      '/configmaps': ({ type, record }) =>
        type === 'deleted' && record.object.metadata.name === NAME ? [record.object.metadata.namespace ?? ''] : [],
    },
  });
}
