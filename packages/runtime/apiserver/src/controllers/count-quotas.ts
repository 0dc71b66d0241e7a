import { jsonEqual } from '@gotk/json';
import { quotaEvaluator } from '../admission/quota/quota-evaluator.js';
import { scopesOf } from '../admission/quota/quota-scopes.js';
import type { ResourceList } from '../builtin/core/pod-draft.js';
import { addLists } from '../builtin/core/pod-resources.js';
import type { ResourceQuotaDraft } from '../builtin/core/resource-quota.js';
import type { ApiCore } from '../core/api-core.js';
import { draftOf } from '../drafts/draft.js';
import {
  type Controller,
  type ControllerContext,
  controllerClient,
  type KeysOf,
  queueController,
} from './controller.js';

const COLLECTION = '/resourcequotas';
/** Writes that were counted at admission are not in the store yet: counting them anew waits for this long. */
const SETTLE_MS = 250;

/** Counts what is used of quotas: at once for new ones, soon after anything they count changes. */
export function countQuotas(context: ControllerContext): Controller {
  const { core } = context;
  const client = controllerClient(context);
  const counter = queueController({
    context,
    work: async (key) => {
      const quota = core.store.get(COLLECTION, key)?.object as unknown as ResourceQuotaDraft | undefined;
      if (quota === undefined) return;
      const status = { hard: quota.spec.hard ?? {}, used: countUsage(core, quota) };
      if (jsonEqual(status, { hard: quota.status.hard ?? {}, used: quota.status.used ?? {} })) return;
      const { namespace, name } = quota.metadata;
      await client.put(`/api/v1/namespaces/${namespace}/resourcequotas/${name}/status`, { ...quota, status });
    },
    follow: { [COLLECTION]: uncounted },
  });
  const end = core.store.onChange(({ type, record, collection }) => {
    const { namespace } = record.object.metadata;
    // What is new was counted at its admission.
    if (type === 'created' || namespace === undefined || collection === COLLECTION) return;
    for (const quota of core.store.scan(COLLECTION, `${namespace}/`)) counter.queue.addAfter(quota.key, SETTLE_MS);
  });
  return {
    close: async () => {
      end();
      await counter.close();
    },
  };
}

/** A quota that is new or has other limits than those that were counted. */
const uncounted: KeysOf = ({ type, record }) => {
  if (type === 'deleted') return [];
  const { spec, status } = record.object as unknown as ResourceQuotaDraft; // By the collection's codec.
  return type === 'created' || !jsonEqual(spec.hard ?? {}, status.hard ?? {}) ? [record.key] : [];
};

function countUsage({ registry, store, clock }: ApiCore, quota: ResourceQuotaDraft): ResourceList {
  const names = Object.keys(quota.spec.hard ?? {});
  let used: ResourceList = Object.fromEntries(names.map((name) => [name, '0']));
  for (const definition of registry.definitions()) {
    const evaluator = quotaEvaluator(definition);
    const own = names.filter((name) => evaluator.counts(name));
    if (!definition.namespaced || own.length === 0) continue;
    for (const { object } of store.scan(definition.collection, `${quota.metadata.namespace}/`)) {
      const draft = draftOf(object);
      if (!scopesOf(quota).every((scope) => evaluator.inScope(scope, draft))) continue;
      const usage = evaluator.usage(draft, clock.now());
      used = addLists(used, Object.fromEntries(own.flatMap((name) => (usage[name] ? [[name, usage[name]]] : []))));
    }
  }
  return used;
}
