import { type Controller, type ControllerContext, controllerClient, ownKey, queueController } from './controller.js';

const NAME = 'default';

/** Gives every namespace its default service account, again when it is deleted. */
export function makeDefaultAccounts(context: ControllerContext): Controller {
  const { store } = context.core;
  const client = controllerClient(context);
  return queueController({
    context,
    work: async (namespace) => {
      const present = store.get('/namespaces', namespace)?.object;
      if (present === undefined || present.metadata.deletionTimestamp !== undefined) return;
      if (store.get('/serviceaccounts', `${namespace}/${NAME}`) !== undefined) return;
      const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: NAME } };
      await client.post(`/api/v1/namespaces/${namespace}/serviceaccounts`, account);
    },
    follow: {
      '/namespaces': ownKey,
      '/serviceaccounts': ({ type, record }) =>
        type === 'deleted' && record.object.metadata.name === NAME ? [record.object.metadata.namespace ?? ''] : [],
    },
  });
}
